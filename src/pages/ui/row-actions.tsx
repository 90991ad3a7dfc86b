import Button from '@splunk/react-ui/Button';
import Dropdown from '@splunk/react-ui/Dropdown';
import Menu from '@splunk/react-ui/Menu';
import DotsThreeVertical from '@splunk/react-icons/DotsThreeVertical';
import styled from 'styled-components';
import { useWidth } from './use-width.ts';

export interface RowAction {
  readonly label: string;
  /** For screen readers. Default: `<label> <name of the row>`. */
  readonly longLabel?: string;
  /** A button beside the menu when there is room. */
  readonly isCommon?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

interface RowActionsProps {
  /** The name of the row, for screen readers. */
  readonly name: string;
  readonly actions: readonly RowAction[];
}

/** The actions of a row: the commonest as buttons when there is room, the others in a menu. */
export function RowActions({ name, actions }: RowActionsProps) {
  const isWide = useWidth() === 'wide';
  const buttons = actions.filter(({ isCommon }) => isWide && isCommon === true);
  const items = actions.filter((action) => !buttons.includes(action));
  return (
    <Frame>
      {buttons.map(({ label, longLabel = `${label} ${name}`, disabled = false, onClick }) => (
        <Button
          key={label}
          appearance="subtle"
          label={label}
          aria-label={longLabel}
          disabled={disabled}
          onClick={onClick}
        />
      ))}
      {items.length > 0 && (
        <Dropdown
          toggle={
            <Button
              appearance="subtle"
              icon={<DotsThreeVertical />}
              aria-label={`More actions for ${name}`}
            />
          }
          // An action may open a dialog, which takes the focus.
          focusToggleReasons={['escapeKey', 'tabKey', 'toggleClick', 'clickAway']}
        >
          <Menu>
            {items.map(({ label, longLabel = `${label} ${name}`, disabled = false, onClick }) => (
              <Menu.Item key={label} aria-label={longLabel} disabled={disabled} onClick={onClick}>
                {label}
              </Menu.Item>
            ))}
          </Menu>
        </Dropdown>
      )}
    </Frame>
  );
}

const Frame = styled.div`
  display: flex;
`;
