import { addinfo } from './addinfo.ts';
import { collect } from './collect.ts';
import type { Command, Context } from './context.ts';
import { datamodel } from './datamodel.ts';
import { dedup } from './dedup.ts';
import { evaluate, where } from './eval-commands.ts';
import { fields, fillnull, rename, table } from './field-commands.ts';
import { lookup } from './lookup.ts';
import { inputlookup, outputlookup } from './lookup-commands.ts';
import { ownCommand } from './own-command.ts';
import { head, makeresults, mvexpand } from './row-commands.ts';
import { rest } from './rest.ts';
import { search } from './search-command.ts';
import { sort } from './sort.ts';
import { spath } from './spath.ts';
import { eventstats, stats, streamstats } from './stats.ts';
import { append, appendpipe } from './subpipelines.ts';
import { bin, timechart } from './timechart.ts';
import { tstats } from './tstats.ts';

const SPLUNKS: Readonly<Record<string, Command>> = {
  addinfo,
  append,
  appendpipe,
  bin,
  collect,
  datamodel,
  dedup,
  eval: evaluate,
  eventstats,
  fields,
  fillnull,
  head,
  inputlookup,
  lookup,
  makeresults,
  mvexpand,
  outputlookup,
  rename,
  rest,
  search,
  sort,
  spath,
  stats,
  streamstats,
  table,
  timechart,
  tstats,
  where,
};

/** @throws Error when neither Splunk's commands that are here nor the app's have this name */
export function commandNamed(name: string, context: Context): Command {
  const command = Object.hasOwn(SPLUNKS, name) ? SPLUNKS[name] : undefined;
  if (command) return command;
  const stanza = context.conf('commands').get(name);
  if (!stanza) throw new Error(`Unknown search command '${name}'.`);
  return (args, own, place) => ownCommand(args, own, place, stanza);
}
