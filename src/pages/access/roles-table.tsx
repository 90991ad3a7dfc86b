import Button from '@splunk/react-ui/Button';
import Table from '@splunk/react-ui/Table';
import { type Grant, GRANTS, type Holding, holdingOf, type Role } from '../model/roles.ts';
import { Bar, Muted, TableFrame } from '../ui/layout.ts';
import { useRights } from '../ui/rights.tsx';
import { Status } from '../ui/status.tsx';

interface RolesTableProps {
  readonly roles: readonly Role[];
  readonly isBusy: boolean;
  readonly onChange: (role: Role, grant: Grant, isGiven: boolean) => void;
}

const USERS_SHOWN = 5;

/** The table of roles with their grants, and buttons that change them. */
export function RolesTable({ roles, isBusy, onChange }: RolesTableProps) {
  const { editRoles } = useRights();
  return (
    <TableFrame>
      <Table stripeRows aria-label="Roles">
        <Table.Head>
          <Table.HeadCell truncate={false}>Role</Table.HeadCell>
          <Table.HeadCell truncate={false}>Users</Table.HeadCell>
          {GRANTS.map(({ role, label }) => (
            <Table.HeadCell truncate={false} key={role}>
              {label}
            </Table.HeadCell>
          ))}
        </Table.Head>
        <Table.Body>
          {roles.map((role) => (
            <Table.Row key={role.name}>
              <Table.Cell>{role.name}</Table.Cell>
              <Table.Cell>
                <Users names={role.users} />
              </Table.Cell>
              {GRANTS.map((grant) => {
                const holding = holdingOf(role, grant);
                return (
                  <Table.Cell key={grant.role}>
                    <Bar style={{ margin: 0, flexWrap: 'nowrap' }}>
                      <Status kind={holding === 'none' ? 'idle' : 'good'}>{HOLDINGS[holding](grant)}</Status>
                      {editRoles && (holding === 'none' || holding === 'granted') && (
                        <Button
                          appearance="secondary"
                          disabled={isBusy}
                          label={`${holding === 'none' ? 'Grant' : 'Revoke'} ${grant.role}`}
                          aria-label={`${holding === 'none' ? 'Grant' : 'Revoke'} ${grant.role}: ${role.name}`}
                          onClick={() => {
                            onChange(role, grant, holding === 'none');
                          }}
                        />
                      )}
                    </Bar>
                  </Table.Cell>
                );
              })}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}

const HOLDINGS: Readonly<Record<Holding, (grant: Grant) => string>> = {
  none: () => 'No',
  granted: ({ role }) => `Yes, from ${role}`,
  own: () => 'Yes, directly',
  imported: () => 'Yes, from an imported role',
};

function Users({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <Muted>none seen</Muted>;
  const more = names.length - USERS_SHOWN;
  return <>{names.slice(0, USERS_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '')}</>;
}
