/** The id of the app: its folder below `etc/apps`, and the realm of its secrets in storage/passwords. */
export const APP = 'SA-misp';
