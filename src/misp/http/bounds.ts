/**
 * Limits on responses. They keep a search or an input run under 400 MB, whatever a server sends. `test/hostile`
 * measures it.
 */
const MEGABYTE = 1024 * 1024;

/**
 * Bytes of a response after decompression. A page of 5,000 attributes with everything included is about 10 MB. The text,
 * the values and the rows of a response are in memory together, and text may take two bytes for each character.
 */
export const MAX_RESPONSE_BYTES = 20 * MEGABYTE;

/** Bytes of a response that is parsed in parts: an event of 100,000 attributes is 45 to 65 MB. */
export const MAX_RAW_RESPONSE_BYTES = 96 * MEGABYTE;

/** Bytes of one part of such a response: an attribute, an object, an event without its attributes. */
export const MAX_PART_BYTES = 12 * MEGABYTE;

/** Bytes of a response about one user, attribute or sighting: many such requests run concurrently. */
export const MAX_SMALL_RESPONSE_BYTES = MEGABYTE;

/** Bytes of a list of names: an organisation is 350 to 450 bytes without its description, and the largest servers have thousands. */
export const MAX_LIST_BYTES = 8 * MEGABYTE;

/** Bytes of an error response. The longest one seen from MISP is 4 kB. */
export const MAX_ERROR_BYTES = MEGABYTE;

/** Levels of nested lists and objects. MISP's responses have about 10. */
export const MAX_DEPTH = 200;

/** Characters of one text of a row. MISP's columns for values, comments and titles have 64 kB. */
export const MAX_TEXT_LENGTH = 1_000_000;

/**
 * Bytes of memory for the values of a response, estimated with the weights below. The estimate for a page of 5,000
 * attributes is 35 MB with three tags each, and 80 MB with fifteen. Two pages are in memory at a time.
 */
export const MAX_VALUE_BYTES = 90_000_000;

/** Measured maximum for an empty list or object in V8 of Node.js 20. The next weights are measured too. */
export const CONTAINER_BYTES = 132;
/** For a string, member names included. */
export const TEXT_BYTES = 40;
/** For each comma. */
export const ELEMENT_BYTES = 20;
/** For a member that V8 has seen in this order before: its name needs no memory, so it offsets `TEXT_BYTES`. */
export const MEMBER_BYTES = -30;
/** For a member in a new order: V8 stores a new hidden class. */
export const NEW_MEMBER_BYTES = 320;
/** For a member with a numeric name. */
export const INDEX_BYTES = 200;

/** Bytes for the ids that a walk remembers: half a million blocks of 256 ids, enough for 128 million attributes. */
export const MAX_SEEN_ID_BYTES = 50 * MEGABYTE;
