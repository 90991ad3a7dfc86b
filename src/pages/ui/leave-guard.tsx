import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface Guard {
  readonly set: (id: string, isDirty: boolean) => void;
  readonly confirm: () => Promise<boolean>;
}

const Guarding = createContext<Guard>({ set: () => undefined, confirm: () => Promise.resolve(true) });

/** Asks before edits that are not saved are lost: `useUnsavedEdits` reports them, `useConfirmLeave` asks. */
export function LeaveGuard({ children }: { readonly children: ReactNode }) {
  const dirty = useRef(new Set<string>());
  const [question, setQuestion] = useState<{ readonly resolve: (isDiscarded: boolean) => void }>();
  const guard = useMemo<Guard>(
    () => ({
      set: (id, isDirty) => {
        if (isDirty) dirty.current.add(id);
        else dirty.current.delete(id);
      },
      confirm: () => (dirty.current.size === 0 ? Promise.resolve(true) : ask(setQuestion)),
    }),
    [],
  );
  useEffect(() => {
    // The browser asks, in its own words.
    const beforeUnload = (event: BeforeUnloadEvent) => {
      if (dirty.current.size > 0) event.preventDefault();
    };
    window.addEventListener('beforeunload', beforeUnload);
    return () => {
      window.removeEventListener('beforeunload', beforeUnload);
    };
  }, []);
  return (
    <Guarding.Provider value={guard}>
      {children}
      {question && (
        <ConfirmDialog
          title="Discard changes?"
          confirm="Discard"
          cancel="Keep editing"
          isDestructive
          onAnswer={question.resolve}
        >
          Your changes are not saved.
        </ConfirmDialog>
      )}
    </Guarding.Provider>
  );
}

type SetQuestion = (question: { resolve: (isDiscarded: boolean) => void } | undefined) => void;

/** Shows the question. */
function ask(setQuestion: SetQuestion): Promise<boolean> {
  return new Promise((resolve) => {
    setQuestion({
      resolve: (isDiscarded) => {
        setQuestion(undefined);
        resolve(isDiscarded);
      },
    });
  });
}

/** Reports whether the component has edits that are not saved, as long as it is shown. */
export function useUnsavedEdits(isDirty: boolean): void {
  const { set } = useContext(Guarding);
  const id = useId();
  useEffect(() => {
    set(id, isDirty);
    return () => {
      set(id, false);
    };
  }, [set, id, isDirty]);
}

/** Asks whether edits may be discarded. Resolves to true at once when there are none. */
export function useConfirmLeave(): () => Promise<boolean> {
  return useContext(Guarding).confirm;
}
