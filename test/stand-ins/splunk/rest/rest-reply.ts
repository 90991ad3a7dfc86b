/** What splunkd answers: a status and a body, sent as JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export type Content = Readonly<Record<string, unknown>>;

export type NamedContent = readonly [name: string, content: Content];

/** splunkd lists so many entries unless `count` says otherwise. */
const DEFAULT_COUNT = 30;

/** A list of entries: those of `count` and `offset`, and of their content what `f` names, or everything. */
export function list(query: URLSearchParams, entries: readonly NamedContent[], status = 200): Reply {
  const count = Number(query.get('count') ?? DEFAULT_COUNT);
  const offset = Number(query.get('offset') ?? 0);
  const shown = entries.slice(offset, count === 0 ? undefined : offset + count);
  const names = query.getAll('f');
  return {
    status,
    body: {
      origin: '',
      entry: shown.map(([name, content]) => ({
        name,
        acl: { app: 'SA-misp', owner: 'nobody', sharing: 'global' },
        content: only(names, {
          disabled: false,
          'eai:appName': 'SA-misp',
          'eai:userName': 'nobody',
          ...content,
        }),
      })),
      paging: { total: entries.length, perPage: count, offset },
      messages: [],
    },
  };
}

export function refusal(status: number, text: string): Reply {
  return { status, body: { messages: [{ type: status === 401 ? 'WARN' : 'ERROR', text }] } };
}

export function notFound(id: string): Reply {
  return refusal(404, `Could not find object id=${id}`);
}

function only(names: readonly string[], content: Content): Content {
  return names.length === 0
    ? content
    : Object.fromEntries(Object.entries(content).filter(([name]) => names.includes(name)));
}
