import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useState } from 'react';
import { type FoundAttribute, type ReportOutcome, sendReport } from '../model/report.ts';
import { REPORT_LABELS, type ReportFields } from '../model/report-fields.ts';
import { Bar, Hint } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { shorten } from '../../common/shorten.ts';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';
import { ReportSummary } from './report-summary.tsx';

interface ReportStepProps {
  readonly fields: ReportFields;
  /** Undefined until the current fields were looked up. */
  readonly attribute: FoundAttribute | undefined;
  /** Validates the fields and shows errors. @param now Unix seconds @returns whether they are valid */
  readonly check: (now: number) => boolean;
}

interface Reported {
  readonly fields: ReportFields;
  readonly value: string;
  readonly outcome: ReportOutcome;
}

/** The summary of the report, the button that sends it, and the result. */
export function ReportStep({ fields, attribute, check }: ReportStepProps) {
  const [reported, setReported] = useState<Reported>();
  const action = useAction();
  // Every change of a field creates a new object.
  const isReported = reported?.fields === fields && reported.outcome.isAdded;
  const now = () => Math.floor(Date.now() / 1000);
  const send = async () => {
    if (!attribute || !check(now())) return;
    const value = attribute['misp_value'] ?? '';
    await action.run(async () => {
      setReported({ fields, value, outcome: await sendReport(fields, now()) });
    });
  };
  // Ignore the second click of a double click.
  const sendOnce = ({ detail }: { readonly detail: number }) => (detail > 1 ? undefined : send());
  const shown = action.isBusy || action.error !== undefined ? undefined : reported;
  return (
    <section aria-label="Report">
      <Title>What is reported</Title>
      {attribute ? (
        <ReportSummary fields={fields} attribute={attribute} now={now()} />
      ) : (
        <Hint>Look the attribute up first. Its value and event are then shown here.</Hint>
      )}
      <Bar>
        <Button
          appearance={attribute && !isReported ? 'primary' : 'default'}
          label={action.isBusy ? 'Reporting…' : 'Report'}
          disabled={!attribute || action.isBusy || isReported}
          onClick={(event) => void sendOnce(event)}
        />
        {isReported && (
          <Button
            appearance="subtle"
            label="Report again"
            disabled={action.isBusy}
            onClick={(event) => void sendOnce(event)}
          />
        )}
        {action.isBusy && <WaitSpinner screenReaderText="Reporting to MISP" />}
      </Bar>
      <Notice type="error" text={action.error ?? refusal(shown)} />
      <Notice type="success" text={success(shown)} />
    </section>
  );
}

function success(reported: Reported | undefined): string | undefined {
  if (!reported?.outcome.isAdded) return undefined;
  const { fields, value } = reported;
  return `Added in ${fields.instance}: ${REPORT_LABELS[fields.type].toLowerCase()}, ${shorten(value, 80)} (${fields.uuid.trim()}).`;
}

function refusal(reported: Reported | undefined): string | undefined {
  if (!reported || reported.outcome.isAdded) return undefined;
  return `Not added in ${reported.fields.instance}. MISP responded: ${reported.outcome.message}`;
}
