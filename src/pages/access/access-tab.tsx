import Link from '@splunk/react-ui/Link';
import { useState } from 'react';
import { type Grant, loadRoles, type Role, setGrant } from '../model/roles.ts';
import { managerLink } from '../splunk/links.ts';
import { FilterField, FoundCount } from '../ui/filter.tsx';
import { Bar, Hint, Mono, Prose } from '../ui/layout.ts';
import { HelpLink } from '../ui/help-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice } from '../ui/notice.tsx';
import { pageOf, Pager } from '../ui/pager.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { GrantQuestion } from './grant-question.tsx';
import { type GrantResult, RolesTable } from './roles-table.tsx';

const PAGE_ROWS = 10;

/** A change that the user is asked about. */
interface Asked {
  readonly role: Role;
  readonly grant: Grant;
  readonly isGiven: boolean;
}

/** The tab for roles: who may search MISP, read its keys, and write to it. */
export function AccessTab() {
  const roles = useLoaded(loadRoles);
  const [filter, setFilter] = useState('');
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<Asked>();
  const [result, setResult] = useState<GrantResult>();
  const action = useAction();
  const change = async ({ role, grant, isGiven }: Asked) => {
    const place = { role: role.name, grant: grant.role };
    setResult(undefined);
    await action.enqueue(async () => {
      try {
        await setGrant(role, grant, isGiven);
        setResult({ ...place, text: isGiven ? 'Granted' : 'Revoked' });
      } catch (error) {
        setResult({ ...place, error });
      }
    });
    roles.reload();
  };
  return (
    <>
      <ReadOnlyNotice right="editRoles" />
      <Title>Who may use MISP</Title>
      <Prose>
        <Mono>misp_searcher</Mono> allows searching MISP without access to its API keys.{' '}
        <Mono>misp_writer</Mono> also allows changing sightings, events and attributes in MISP, within the
        permissions of the API key. <Mono>misp_user</Mono> lets searches read the keys with the permissions of
        their user; only Splunk on Windows needs it. <HelpLink topic="keys">Who can see the key</HelpLink>
      </Prose>
      <Notice
        type="warning"
        text="misp_user grants list_storage_passwords, a capability of Splunk for the secrets of all apps. Prefer misp_searcher."
      />
      <Loading of={roles}>
        {(all) => {
          const found = all.filter((role) => textIn(role).includes(filter.trim().toLowerCase()));
          const shown = pageOf(found, page, PAGE_ROWS);
          return (
            <>
              <Bar>
                <FoundCount found={found.length} all={all.length} noun="role" />
                <FilterField
                  placeholder="Filter roles and users"
                  value={filter}
                  onChange={(value) => {
                    setFilter(value);
                    setPage(1);
                  }}
                />
              </Bar>
              {found.length === 0 ? (
                <Hint role="status">No role matches &quot;{filter.trim()}&quot;.</Hint>
              ) : (
                <RolesTable
                  roles={shown.rows}
                  result={result}
                  onChange={(role, grant, isGiven) => {
                    setAsked({ role, grant, isGiven });
                  }}
                />
              )}
              <Pager page={shown.page} pages={shown.pages} onChange={setPage} />
              {asked && (
                <GrantQuestion
                  {...asked}
                  importers={all.filter(({ imported }) => imported.includes(asked.role.name))}
                  onAnswer={(isConfirmed) => {
                    setAsked(undefined);
                    if (isConfirmed) void change(asked);
                  }}
                />
              )}
            </>
          );
        }}
      </Loading>
      <Hint>
        A change applies to all users of the role, from their next search on. Assign roles to users in{' '}
        <Link to={managerLink('authentication/users')}>Settings &gt; Users</Link>.
      </Hint>
    </>
  );
}

function textIn({ name, users }: Role): string {
  return [name, ...users].join(' ').toLowerCase();
}
