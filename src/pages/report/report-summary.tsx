import type { FoundAttribute } from '../model/report.ts';
import { reportSearch } from '../model/report.ts';
import { validateReport, REPORT_LABELS, type ReportFields, timeOf } from '../model/report-fields.ts';
import { DEFAULT_SOURCE } from '../../misp/sightings/sighting-types.ts';
import { Definitions, Hint, Mono } from '../ui/layout.ts';
import { shorten } from '../../common/shorten.ts';
import { timeText } from '../ui/time.ts';

interface ReportSummaryProps {
  readonly fields: ReportFields;
  readonly attribute: FoundAttribute;
  /** Unix seconds. */
  readonly now: number;
}

/** The content of the report, and the search that sends it. */
export function ReportSummary({ fields, attribute, now }: ReportSummaryProps) {
  const isSound = Object.keys(validateReport(fields, now)).length === 0;
  const time = isSound ? timeOf(fields, now) : undefined;
  const of = (field: string) => shorten(attribute[`misp_${field}`] ?? '', 500);
  const sightings = [
    ['sighting', of('sight_t0_count')],
    ['false positive', of('sight_t1_count')],
    ['expiration', of('sight_t2_count')],
  ].flatMap(([what = '', count = '']) => (count === '' ? [] : `${what}: ${count}`));
  const facts = {
    Value: of('value'),
    Type: of('type'),
    Category: of('category'),
    Event: `${of('event_info')} (${of('event_id')})`,
    Comment: of('comment'),
    'Reported so far': sightings.length === 0 ? 'nothing' : sightings.join(', '),
    'Report as': REPORT_LABELS[fields.type],
    'To MISP instance': fields.instance,
    Source: fields.source.trim() === '' ? DEFAULT_SOURCE : fields.source.trim(),
    Time: time === undefined ? 'now' : timeText(time),
  };
  return (
    <>
      <Definitions>
        {Object.entries(facts)
          .filter(([, text]) => text !== '')
          .map(([label, text]) => [<dt key={label}>{label}</dt>, <dd key={`${label} is`}>{text}</dd>])}
      </Definitions>
      {isSound && (
        <Hint>
          Report runs <Mono>{reportSearch(fields, now)}</Mono> with your permissions.
        </Hint>
      )}
    </>
  );
}
