import type { Grant, Role } from '../model/roles.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Prose } from '../ui/layout.ts';

interface GrantQuestionProps {
  readonly role: Role;
  readonly grant: Grant;
  readonly isGiven: boolean;
  /** Roles that import the role: their users are concerned, too. */
  readonly importers: readonly Role[];
  readonly onAnswer: (isConfirmed: boolean) => void;
}

/** Asks before a role is granted or revoked, and says what that gives away. */
export function GrantQuestion({ role, grant, isGiven, importers, onAnswer }: GrantQuestionProps) {
  const names = importers.map(({ name }) => name).join(', ');
  return (
    <ConfirmDialog
      title={isGiven ? `Grant ${grant.role} to ${role.name}?` : `Revoke ${grant.role} from ${role.name}?`}
      confirm={isGiven ? 'Grant' : 'Revoke'}
      cancel="Cancel"
      isDestructive={!isGiven || grant.role === 'misp_user'}
      onAnswer={onAnswer}
    >
      <Prose>{isGiven ? GRANTING[grant.role] : REVOKING}</Prose>
      <Prose>
        This affects {role.users.length === 0 ? 'all users' : countOf(role.users.length)} of the role{' '}
        {role.name}
        {names !== '' && `, and the users of the roles that import it: ${names}`}.
      </Prose>
    </ConfirmDialog>
  );
}

function countOf(users: number): string {
  return users === 1 ? 'one user' : `${users} users`;
}

const GRANTING: Readonly<Record<Grant['role'], string>> = {
  misp_searcher: 'Their searches can then query every enabled MISP instance. They cannot see its API key.',
  misp_user:
    "They can then read, in plain text, every secret in Splunk's credential store that apps share with them: the API keys of MISP, and passwords and keys of other apps.",
  misp_writer:
    'Their searches and alerts can then change sightings, events and attributes in MISP, within the permissions of the API key of each instance.',
};

const REVOKING = 'Their searches, alerts and scheduled searches that need it fail from then on.';
