import Button from '@splunk/react-ui/Button';
import WaitSpinner from '@splunk/react-ui/WaitSpinner';
import { useEffect, useRef, useState } from 'react';
import type { Values } from '../model/connections.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { type FoundAttribute, lookUp } from '../model/report.ts';
import { validateReport, validateTarget, REPORT_LABELS, type ReportFields } from '../model/report-fields.ts';
import { isReportType } from '../model/report-link.ts';
import { focusFirstField } from '../ui/focus.ts';
import { Bar } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { useAction } from '../ui/use-action.ts';
import { ReportStep } from './report-step.tsx';

interface ReportFormProps {
  readonly instances: readonly string[];
  readonly initial: ReportFields;
}

interface LookedUp {
  readonly instance: string;
  readonly uuid: string;
  /** Undefined when MISP has no such attribute. */
  readonly attribute: FoundAttribute | undefined;
}

/** The form for a report. The user fills it in, looks the attribute up, and reports it. */
export function ReportForm({ instances, initial }: ReportFormProps) {
  const [fields, setFields] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [lookedUp, setLookedUp] = useState<LookedUp>();
  const action = useAction();
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    focusFirstField(form.current, Object.keys(errors));
  }, [errors]);
  const { instance, uuid } = fields;
  const isCurrent = lookedUp?.instance === instance && lookedUp.uuid === uuid;
  const change = (values: Values) => {
    const { type = '' } = values;
    setFields({ ...fields, ...values, type: isReportType(type) ? type : fields.type });
    action.clearError();
  };
  const find = async () => {
    const found = validateTarget(fields);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    await action.run(async () => {
      setLookedUp(undefined);
      setLookedUp({ instance, uuid, attribute: await lookUp(fields) });
    });
  };
  return (
    <>
      <form
        noValidate
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <SettingFields
          fields={settings(instances)}
          values={{ ...fields }}
          errors={errors}
          onChange={change}
        />
        <Bar>
          <Button
            type="submit"
            appearance={isCurrent ? 'default' : 'primary'}
            label={action.isBusy ? 'Looking up…' : 'Look up'}
            disabled={action.isBusy}
          />
          {action.isBusy && <WaitSpinner screenReaderText="Asking MISP" />}
        </Bar>
        <Notice type="error" text={action.error ?? (isCurrent ? missing(lookedUp) : undefined)} />
      </form>
      <ReportStep
        fields={fields}
        attribute={isCurrent ? lookedUp.attribute : undefined}
        check={(now) => {
          const found = validateReport(fields, now);
          setErrors(found);
          return Object.keys(found).length === 0;
        }}
      />
    </>
  );
}

function missing({ instance, attribute }: LookedUp): string | undefined {
  return attribute
    ? undefined
    : `${instance} has no attribute with this UUID, or none that its API key may see.`;
}

function settings(instances: readonly string[]): readonly SettingField[] {
  return [
    {
      name: 'instance',
      label: 'MISP instance',
      kind: 'choice',
      isRequired: true,
      options: instances.map((name) => [name, name]),
    },
    { name: 'uuid', label: 'Attribute UUID', isRequired: true },
    { name: 'type', label: 'Report as', kind: 'choice', options: Object.entries(REPORT_LABELS) },
    { name: 'source', label: 'Source', help: 'The source of the sighting, as MISP shows it.' },
    {
      name: 'time',
      label: 'Time',
      help: 'The time of the sighting: 2h for two hours ago, 2026-11-20T08:00:00 (UTC), or Unix seconds. If empty, the time is now.',
    },
  ];
}
