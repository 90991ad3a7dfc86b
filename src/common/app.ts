/** The id of the app: its folder in etc/apps, and its namespace in splunkd's REST API. */
export const APP = 'SA-misp';
