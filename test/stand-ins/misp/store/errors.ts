/** What MISP has against an attribute, by its members. */
export type Errors = Readonly<Record<string, readonly string[]>>;
