/**
 * How much of an answer is taken. With these, a search or a run of the input stays under 400 MB whatever a server sends;
 * `test/hostile` measures it.
 */
const MEGABYTE = 1024 * 1024;

/**
 * Bytes of an answer after decompression. A page of 5,000 attributes with everything included is some 10 MB. Text, values
 * and rows of an answer are in memory side by side, and text may take two bytes a character.
 */
export const MAX_ANSWER_BYTES = 20 * MEGABYTE;

/** Bytes of an answer whose values are made one at a time: an event of 100,000 attributes is 45 to 65 MB. */
export const MAX_BYTES_ANSWER = 96 * MEGABYTE;

/** Bytes of a part of such an answer that is made values of at once: an attribute, an object, an event without its attributes. */
export const MAX_PART_BYTES = 12 * MEGABYTE;

/** Bytes of an answer that is about one thing, a user, an attribute, a sighting: many are asked for side by side. */
export const MAX_SMALL_ANSWER_BYTES = MEGABYTE;

/** Bytes of an answer that says what went wrong. The longest that MISP was seen to send is 4 kB. */
export const MAX_ERROR_BYTES = MEGABYTE;

/** Lists and objects within each other. MISP's own answers have about 10. */
export const MAX_DEPTH = 200;

/** Characters of a text of a row. MISP's columns for values, comments and titles hold 64 kB. */
export const MAX_TEXT_LENGTH = 1_000_000;

/**
 * Bytes that the values of an answer may take in memory, as estimated by the weights below. A page of 5,000 attributes
 * with three tags each counts some 35 MB, one with fifteen tags each 80 MB. Two pages are in memory at a time.
 */
export const MAX_VALUE_BYTES = 90_000_000;

/** What V8 (of Node.js 20) takes at most for an empty list or object: measured, as are the next ones. */
export const CONTAINER_BYTES = 132;
/** For a text, names of members included. */
export const TEXT_BYTES = 40;
/** For what stands behind a comma. */
export const ELEMENT_BYTES = 20;
/** For a member whose name came in that order before: its name takes nothing more. */
export const MEMBER_BYTES = -30;
/** For a member whose name comes in an order that is new. */
export const NEW_MEMBER_BYTES = 320;
/** For a member whose name is a number. */
export const INDEX_BYTES = 200;

/** Bytes that the ids of a walk may take: half a million blocks of 256 ids, which is a MISP of 128 million attributes. */
export const MAX_SEEN_BYTES = 50 * MEGABYTE;
