import Link from '@splunk/react-ui/Link';
import { useState } from 'react';
import { type Grant, loadRoles, type Role, setGrant } from '../model/roles.ts';
import { managerLink } from '../splunk/links.ts';
import { Hint, Mono, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { RolesTable } from './roles-table.tsx';

/** The tab for roles: who may search MISP, read its keys, and write to it. */
export function AccountTab() {
  const roles = useLoaded(loadRoles);
  const action = useAction();
  const [message, setMessage] = useState<string>();
  const change = async (role: Role, grant: Grant, isGiven: boolean) => {
    setMessage(undefined);
    if (!(await action.run(() => setGrant(role, grant, isGiven)))) return;
    setMessage(
      isGiven
        ? `The role ${role.name} has ${grant.role} now.`
        : `The role ${role.name} no longer has ${grant.role}.`,
    );
    roles.reload();
  };
  return (
    <>
      <Title>Who may use MISP</Title>
      <Prose>
        The role <Mono>misp_searcher</Mono> (capability <Mono>misp_search</Mono>) is for searching MISP
        without seeing its key: splunkd hands the key to the app&apos;s programs alone.
      </Prose>
      <Prose>
        The role <Mono>misp_writer</Mono> beside it (capability <Mono>misp_write</Mono>) lets searches and
        alerts change MISP: sightings, events, attributes, as far as the key may.
      </Prose>
      <Prose>
        The role <Mono>misp_user</Mono> (capability <Mono>list_storage_passwords</Mono>) lets searches read
        the key with the rights of their user. Only Splunk on Windows needs it.
      </Prose>
      <Notice
        type="warning"
        text="list_storage_passwords is Splunk's own capability, and not for MISP alone: whoever has it can read, in the clear and by a simple search, every secret in Splunk's secret storage that apps share with them. Give it to people whom you would trust with the keys themselves."
      />
      <Outcome
        action={action}
        message={message}
        onClose={() => {
          setMessage(undefined);
        }}
      />
      <Loading of={roles}>
        {(all) => (
          <RolesTable
            roles={all}
            isBusy={action.isBusy}
            onChange={(role, grant, isGiven) => void change(role, grant, isGiven)}
          />
        )}
      </Loading>
      <Hint>
        A change applies to all users of the role, from their next search on. Assign roles to users in{' '}
        <Link to={managerLink('authentication/users')}>Settings, Users</Link>.
      </Hint>
    </>
  );
}
