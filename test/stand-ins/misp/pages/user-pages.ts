import { type Account, ACCOUNTS, may } from '../accounts.ts';
import type { Call } from '../call.ts';
import type { Org } from '../store/records.ts';
import { failure, type Reply } from '../replies.ts';

const VERSION = '2.5.1';
/** Members of a role in MISP's order; those of `perm_` are true or false. */
const ROLE_MEMBERS = (
  'add modify modify_org publish delegate sync admin audit auth site_admin regexp_access tagger template sharing_group tag_editor ' +
  'sighting object_template | publish_zmq publish_kafka decaying | galaxy_editor warninglist view_feed_correlations analyst_data skip_otp'
)
  .split(' | ')
  .map((names) => names.split(' '));

/** GET servers/getVersion */
export function versionPage(account: Account): Record<string, unknown> {
  return {
    version: VERSION,
    pymisp_recommended_version: VERSION,
    perm_sync: may(account, 'sync'),
    perm_sighting: may(account, 'sighting'),
    perm_galaxy_editor: may(account, 'galaxy_editor'),
    perm_analyst_data: may(account, 'analyst_data'),
    uuid: may(account, 'sync') ? '5a2b4a1e-6c0f-4a3e-9a55-0123456789ab' : '-',
    request_encoding: ['gzip'],
    filter_sightings: true,
  };
}

/** GET servers/getPyMISPVersion.json */
export function pyMispVersionPage(): Record<string, unknown> {
  return { version: VERSION };
}

/** GET users/view/me. @param now Unix seconds */
export function userPage(account: Account, org: Org, now: number): Record<string, unknown> {
  return {
    User: user(account, org, now),
    Role: role(account),
    UserSetting: [],
    Organisation: organisation(org),
  };
}

/** GET roles/view/ID, of any role. */
export function viewRole({ args, path, show }: Call): Reply {
  const account = ACCOUNTS.find((one) => one.role.id === args[0]);
  return account ? show({ Role: role(account) }) : failure(404, 'Invalid Role.', path);
}

function user({ name, role: { id } }: Account, org: Org, now: number): Record<string, unknown> {
  const created = String(now - 86_400);
  return {
    id: '2',
    password: '*****',
    org_id: org.id,
    email: `${name}@csirt.example`,
    autoalert: false,
    invited_by: '1',
    gpgkey: '',
    certif_public: '',
    nids_sid: '4000000',
    termsaccepted: true,
    newsread: '0',
    role_id: id,
    change_pw: false,
    contactalert: false,
    disabled: false,
    expiration: null,
    current_login: '0',
    last_login: '0',
    force_logout: false,
    date_created: created,
    date_modified: created,
    sub: null,
    external_auth_required: false,
    external_auth_key: '',
    last_api_access: String(now),
    notification_daily: false,
    notification_weekly: false,
    notification_monthly: false,
    totp: '*****',
    hotp_counter: null,
    last_pw_change: created,
    totp_is_set: '0',
  };
}

function role(account: Account): Record<string, unknown> {
  const { id, name, permission, description } = account.role;
  const [main = [], publishing = [], others = []] = ROLE_MEMBERS.map((names) =>
    names.map((one) => [`perm_${one}`, may(account, one)] as const),
  );
  return {
    id,
    name,
    created: '2026-01-01 00:00:00',
    modified: '2026-01-01 00:00:00',
    ...Object.fromEntries(main),
    default_role: false,
    memory_limit: null,
    max_execution_time: null,
    restricted_to_site_admin: false,
    ...Object.fromEntries(publishing),
    enforce_rate_limit: false,
    rate_limit_count: '0',
    ...Object.fromEntries(others),
    permission,
    permission_description: description,
  };
}

function organisation({ id, name, uuid }: Org): Record<string, unknown> {
  return {
    id,
    name,
    date_created: '2026-01-01 00:00:00',
    date_modified: '2026-01-01 00:00:00',
    description: '',
    type: 'CSIRT',
    nationality: '',
    sector: '',
    created_by: '1',
    uuid,
    contacts: null,
    local: true,
    restricted_to_domain: null,
    landingpage: null,
  };
}
