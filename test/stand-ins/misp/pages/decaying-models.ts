import type { Call, Members } from '../call.ts';
import { MODEL } from './decaying.ts';
import { failure, type Reply } from '../replies.ts';

/** decayingModel/index */
export function indexModels(call: Call): Reply {
  return call.show(MODELS.map((model) => ({ DecayingModel: model, DecayingModelMapping: [] })));
}

/** decayingModel/view/ID */
export function viewModel(call: Call): Reply {
  const model = MODELS.find(({ id }) => id === call.args[0]);
  if (!model) return failure(404, 'Invalid Decaying Model', call.path);
  return call.show({ DecayingModel: { ...model, isEditable: false }, DecayingModelMapping: [] });
}

const PHISHING = {
  'estimative-language:confidence-in-analytic-judgment': 0.25,
  'estimative-language:likelihood-probability': 0.25,
  'phishing:psychological-acceptability': 0.25,
  'phishing:state': 0.25,
};
const INTRUSION = {
  'estimative-language:confidence-in-analytic-judgment': 0.1667,
  'estimative-language:likelihood-probability': 0.1667,
  'false-positive:risk': 0.1667,
  'priority-level': 0.1667,
  retention: 0.1667,
  'targeted-threat-index:targeting-sophistication-base-value': 0.0833,
  'targeted-threat-index:technical-sophistication-multiplier': 0.0833,
};

/** Those that come with MISP; the last one is that of decay scores. */
const MODELS: readonly Members[] = [
  model({
    id: '1',
    uuid: '1097c0fe-06eb-4741-94d9-8098301d92f4',
    name: 'Vishing model',
    parameters: parameters(10, 2.3, PHISHING),
    attribute_types: ['phone-number', 'prtn'],
    description: 'Simple model to rapidly decay voice scamming, vishing relying on phone-numbers.',
    version: '1',
  }),
  model({
    id: '2',
    uuid: 'dbbd7ba7-6559-48fc-ab58-cc499d1b1143',
    name: 'Phishing model',
    parameters: parameters(3, 2.3, PHISHING),
    attribute_types: [...MODEL.types].slice(0, 9),
    description: 'Simple model to rapidly decay phishing website.',
    version: '2',
  }),
  model({
    id: MODEL.id,
    uuid: '073fae4a-2377-4cfa-bd34-2516830d33c3',
    name: MODEL.name,
    parameters: parameters(MODEL.lifetimeSeconds / 86_400, MODEL.decaySpeed, INTRUSION),
    attribute_types: [...MODEL.types],
    description: 'Simple decaying model for Network Intrusion Detection System (NIDS). ',
    version: '2',
    enabled: true,
  }),
];

function model({ version, enabled = false, ...members }: Members): Members {
  return {
    ...members,
    org_id: null,
    enabled,
    all_orgs: true,
    ref: ['https://arxiv.org/abs/1902.03914', 'https://arxiv.org/abs/1803.11052'],
    formula: 'Polynomial',
    version,
    default: true,
  };
}

function parameters(lifetime: number, decay_speed: number, base_score_config: Members): Members {
  const { threshold, baseScore } = MODEL;
  return { lifetime, decay_speed, threshold, default_base_score: baseScore, base_score_config };
}
