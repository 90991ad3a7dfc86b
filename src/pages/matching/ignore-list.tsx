import Button from '@splunk/react-ui/Button';
import Table from '@splunk/react-ui/Table';
import { useState } from 'react';
import { isChanged } from '../model/changed.ts';
import type { Values } from '../model/connections.ts';
import {
  ignore,
  ignoredInAddress,
  type Ignored,
  hasValidDay,
  loadIgnored,
  stopIgnoring,
  validateIgnored,
} from '../model/ignored.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { useFocusAfterChange } from '../ui/focus.ts';
import { Muted, Narrow, TableFrame } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { useRights } from '../ui/rights.tsx';
import { SavingForm } from '../ui/saving-form.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { Status } from '../ui/status.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';

const FIELDS: readonly SettingField[] = [
  {
    name: 'value',
    label: 'Value',
    isRequired: true,
    help: 'As misp_match_value of a match shows it, or a network (192.0.2.0/24).',
  },
  { name: 'reason', label: 'Reason' },
  { name: 'until', label: 'Until', help: 'The last day, for example 2026-12-31. Leave empty for no end.' },
];

/** Values without matches, with a form that a link may fill in. */
export function IgnoreList() {
  const list = useLoaded(loadIgnored);
  const [values, setValues] = useState<Values>({ value: ignoredInAddress(window.location.search) });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  useFocusAfterChange('[data-field="value"] input', list.value?.map(({ value }) => value).join('\n'));
  const change = async (what: () => Promise<void>, done: string) => {
    setMessage(undefined);
    if (!(await action.run(what))) return false;
    setMessage(done);
    list.reload();
    return true;
  };
  const submit = async () => {
    const found = validateIgnored(values);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if (!(await change(() => ignore(values), `${values['value'] ?? ''} is ignored.`))) return;
    // What was typed while it was saving is not saved.
    setValues((now) => (now === values ? {} : now));
  };
  return (
    <>
      <Narrow>
        <SavingForm
          action={action}
          message={message}
          isChanged={isChanged(values, {})}
          onSubmit={() => void submit()}
        >
          <SettingFields fields={FIELDS} values={values} errors={errors} onChange={setValues} />
        </SavingForm>
      </Narrow>
      <Loading of={list}>
        {(all) =>
          all.length === 0 ? (
            <Muted>No values are ignored.</Muted>
          ) : (
            <IgnoredTable
              all={all}
              isBusy={action.isBusy}
              onRemove={(one) => void change(() => stopIgnoring(one), `${one.value} is no longer ignored.`)}
            />
          )
        }
      </Loading>
    </>
  );
}

interface IgnoredTableProps {
  readonly all: readonly Ignored[];
  readonly isBusy: boolean;
  readonly onRemove: (one: Ignored) => void;
}

function IgnoredTable({ all, isBusy, onRemove }: IgnoredTableProps) {
  const { configure } = useRights();
  return (
    <TableFrame>
      <Table stripeRows aria-label="Ignored values">
        <Table.Head>
          {['Value', 'Reason', 'Until', ...(configure ? ['Remove'] : [])].map((name) => (
            <Table.HeadCell key={name}>{name}</Table.HeadCell>
          ))}
        </Table.Head>
        <Table.Body>
          {all.map((one) => (
            <Table.Row key={one.value}>
              <Table.Cell>{one.value}</Table.Cell>
              <Table.Cell>{one.reason}</Table.Cell>
              <Table.Cell>
                {hasValidDay(one) ? (
                  one.until
                ) : (
                  <Status kind="bad">{one.until}: no such day, nothing is ignored</Status>
                )}
              </Table.Cell>
              {configure && (
                <Table.Cell>
                  <Button
                    appearance="subtle"
                    label="Remove"
                    aria-label={`Remove: ${one.value}`}
                    disabled={isBusy}
                    onClick={() => {
                      onRemove(one);
                    }}
                  />
                </Table.Cell>
              )}
            </Table.Row>
          ))}
        </Table.Body>
      </Table>
    </TableFrame>
  );
}
