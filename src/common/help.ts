import { APP } from './app.ts';

/** Places in the help that the pages of the app link to: a file below appserver/static/help, and a heading in it. */
export const HELP_TOPICS = {
  contents: 'index.html',
  firstSteps: 'getting-started.html#create-an-instance',
  inputs: 'administration.html#inputs',
  form: 'administration.html#the-form',
  access: 'administration.html#access',
  matching: 'matching.html',
  security: 'enterprise-security.html',
  keys: 'administration.html#who-can-see-the-key',
  threatLists: 'enterprise-security.html#check-that-it-works',
  proxy: 'administration.html#proxy',
  logging: 'troubleshooting.html#where-to-look-further',
  messages: 'troubleshooting.html#messages',
  report: 'commands.html#workflow-actions',
} as const;

export type HelpTopic = keyof typeof HELP_TOPICS;

/**
 * The address of a place in the help, without what Splunk Web puts before and into it: its root, the locale, and the build of the
 * app, by which browsers get new pages after an upgrade.
 */
export function helpPath(topic: HelpTopic): string {
  return `/static/app/${APP}/help/${HELP_TOPICS[topic]}`;
}
