import type { StoredAttribute } from '../store/records.ts';

/** MISP's own model for network indicators, the only one here. */
export const MODEL = {
  id: '3',
  name: 'NIDS Simple Decaying Model',
  lifetimeSeconds: 120 * 86_400,
  decaySpeed: 2,
  threshold: 30,
  baseScore: 80,
  types: new Set(
    'domain domain|ip hostname hostname|port ip-dst ip-dst|port ip-src ip-src|port url snort suricata zeek bro'.split(
      ' ',
    ),
  ),
};

/**
 * From 80 down to 0 in 120 days since the last edit or sighting; undefined for a type outside the model.
 *
 * @param now Unix seconds
 */
export function decayScoreOf(
  { type, timestamp, sightings }: StoredAttribute,
  now: number,
): number | undefined {
  if (!MODEL.types.has(type)) return undefined;
  const seen = sightings.filter((one) => one.type === '0').map((one) => one.time);
  const age = Math.max(0, now - Math.max(timestamp, ...seen));
  return Math.max(0, MODEL.baseScore * (1 - (age / MODEL.lifetimeSeconds) ** (1 / MODEL.decaySpeed)));
}

/** The member `decay_score`, none for a type outside the model. */
export function decayMember(attribute: StoredAttribute, now: number): { decay_score?: unknown[] } {
  const score = decayScoreOf(attribute, now);
  if (score === undefined) return {};
  const { id, name, baseScore, threshold } = MODEL;
  return {
    decay_score: [{ score, base_score: baseScore, decayed: score < threshold, DecayingModel: { id, name } }],
  };
}

/** @param threshold the model's own when absent */
export function isDecayed(attribute: StoredAttribute, now: number, threshold = MODEL.threshold): boolean {
  const score = decayScoreOf(attribute, now);
  return score !== undefined && score < threshold;
}
