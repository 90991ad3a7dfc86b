import Button from '@splunk/react-ui/Button';
import Table from '@splunk/react-ui/Table';
import { type Grant, GRANTS, type Holding, holdingOf, type Role } from '../model/roles.ts';
import { messageOf } from '../splunk/rest-error.ts';
import { Bar, Clip, Muted, TableFrame } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { useRights } from '../ui/rights.tsx';
import { Status } from '../ui/status.tsx';

/** What came of the last change, shown beside its button. */
export interface GrantResult {
  readonly role: string;
  readonly grant: string;
  readonly text?: string;
  readonly error?: unknown;
}

interface RolesTableProps {
  readonly roles: readonly Role[];
  readonly result: GrantResult | undefined;
  readonly onChange: (role: Role, grant: Grant, isGiven: boolean) => void;
}

/** The table of roles with their grants, and buttons that change them. */
export function RolesTable({ roles, result, onChange }: RolesTableProps) {
  const { editRoles } = useRights();
  return (
    <TableFrame>
      <Table stripeRows aria-label="Roles">
        <Table.Head>
          <Table.HeadCell truncate={false}>Role</Table.HeadCell>
          <Table.HeadCell truncate={false} data-from="medium">
            Users
          </Table.HeadCell>
          {GRANTS.map(({ role, label }) => (
            <Table.HeadCell truncate={false} key={role}>
              {label}
            </Table.HeadCell>
          ))}
        </Table.Head>
        <Table.Body>
          {roles.map((role) => (
            <Table.Row key={role.name}>
              <Table.Cell>
                <Clip title={role.name}>{role.name}</Clip>
              </Table.Cell>
              <Table.Cell data-from="medium">
                <Users names={role.users} />
              </Table.Cell>
              {GRANTS.map((grant) => (
                <Table.Cell key={grant.role}>
                  <GrantCell
                    role={role}
                    grant={grant}
                    canEdit={editRoles}
                    result={result?.role === role.name && result.grant === grant.role ? result : undefined}
                    onChange={onChange}
                  />
                </Table.Cell>
              ))}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}

interface GrantCellProps {
  readonly role: Role;
  readonly grant: Grant;
  readonly canEdit: boolean;
  readonly result: GrantResult | undefined;
  readonly onChange: RolesTableProps['onChange'];
}

function GrantCell({ role, grant, canEdit, result, onChange }: GrantCellProps) {
  const holding = holdingOf(role, grant);
  const verb = holding === 'none' ? 'Grant' : 'Revoke';
  return (
    <div>
      <Bar style={{ margin: 0 }}>
        <Status kind={holding === 'none' ? 'idle' : 'good'}>{HOLDINGS[holding]}</Status>
        {canEdit && (holding === 'none' || holding === 'granted') && (
          <Button
            appearance="secondary"
            label={verb}
            aria-label={`${verb} ${grant.role}: ${role.name}`}
            onClick={() => {
              onChange(role, grant, holding === 'none');
            }}
          />
        )}
      </Bar>
      <Muted role="status">{result?.text}</Muted>
      {result?.error !== undefined && <Notice type="error" text={messageOf(result.error)} />}
    </div>
  );
}

const HOLDINGS: Readonly<Record<Holding, string>> = {
  none: 'No',
  granted: 'Yes',
  own: 'Yes (own capability)',
  imported: 'Yes (inherited)',
};

const USERS_SHOWN = 5;

/** The first users, and how many more there are. */
function Users({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <Muted>–</Muted>;
  const more = names.length - USERS_SHOWN;
  return (
    <Clip title={names.join(', ')}>
      {names.slice(0, USERS_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')}
    </Clip>
  );
}
