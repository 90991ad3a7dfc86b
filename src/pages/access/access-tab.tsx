import Link from '@splunk/react-ui/Link';
import { useState } from 'react';
import { type Grant, loadRoles, type Role, setGrant } from '../model/roles.ts';
import { managerLink } from '../splunk/links.ts';
import { Hint, Mono, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { Outcome } from '../ui/outcome.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { RolesTable } from './roles-table.tsx';

/** The tab for roles: who may search MISP, read its keys, and write to it. */
export function AccessTab() {
  const roles = useLoaded(loadRoles);
  const action = useAction();
  const [message, setMessage] = useState<string>();
  const change = async (role: Role, grant: Grant, isGiven: boolean) => {
    setMessage(undefined);
    if (!(await action.run(() => setGrant(role, grant, isGiven)))) return;
    setMessage(
      isGiven
        ? `The role ${role.name} now has ${grant.role}.`
        : `The role ${role.name} no longer has ${grant.role}.`,
    );
    roles.reload();
  };
  return (
    <>
      <ReadOnlyNotice right="editRoles" />
      <Title>Who may use MISP</Title>
      <Prose>
        The role <Mono>misp_searcher</Mono> (capability <Mono>misp_search</Mono>) lets searches use MISP
        without access to its key: splunkd passes the key only to the programs of the app.
      </Prose>
      <Prose>
        With the role <Mono>misp_writer</Mono> in addition (capability <Mono>misp_write</Mono>), searches and
        alerts can also change sightings, events and attributes in MISP, as far as the key permits.
      </Prose>
      <Prose>
        The role <Mono>misp_user</Mono> (capability <Mono>list_storage_passwords</Mono>) lets searches read
        the key with the rights of their user. Only Splunk on Windows needs it.
      </Prose>
      <Notice
        type="warning"
        text="list_storage_passwords is a capability of Splunk and not specific to MISP. A user who has it can run a simple search to read, in plain text, every secret in Splunk's secret storage that apps share with them. Grant it only to people whom you trust with the keys."
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
        A change applies to all users of the role, starting with their next search. Assign roles to users in{' '}
        <Link to={managerLink('authentication/users')}>Settings, Users</Link>.
      </Hint>
    </>
  );
}
