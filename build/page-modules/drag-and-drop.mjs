/** Replaces the packages of @dnd-kit: no table and no tab bar of the pages can be reordered, and Table needs only their frame. */
const children = (props) => props.children;
const nothing = () => undefined;

// @dnd-kit/core
export const DndContext = children;
export const DragOverlay = () => null;
export const KeyboardCode = {};
export const useSensor = nothing;
export const useSensors = nothing;

// @dnd-kit/sortable
export const SortableContext = children;
export const useSortable = () => ({
  attributes: {},
  isDragging: false,
  setNodeRef: nothing,
  setActivatorNodeRef: nothing,
});

// @dnd-kit/utilities
export const CSS = { Translate: { toString: nothing } };
export const canUseDOM = true;
