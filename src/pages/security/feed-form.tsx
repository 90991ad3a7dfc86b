import Link from '@splunk/react-ui/Link';
import { useState } from 'react';
import { isChanged } from '../model/changed.ts';
import type { Values } from '../model/connections.ts';
import { validateFeeds } from '../model/validate-feeds.ts';
import { FEED_MACROS, type FeedSettings, macrosOf, saveMacros, settingsIn } from '../model/macros.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { managerLink } from '../splunk/links.ts';
import { Definitions, Mono } from '../ui/layout.ts';
import { Notice } from '../ui/notice.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { SavingForm } from '../ui/saving-form.tsx';
import { useAction } from '../ui/use-action.ts';

const FIELDS: readonly SettingField[] = [
  {
    name: 'instance',
    label: 'MISP instance',
    help: 'A name of the tab Inputs; several, separated by commas; or * for all. Leave empty if there is only one.',
  },
  {
    name: 'window',
    label: 'Window',
    isRequired: true,
    help: 'How far back a run looks. 2d makes up for a missed daily run; to fill the lookups, 90d for one run.',
  },
  { name: 'misp_es_filters', label: 'Filters', isRequired: true, help: 'Options of mispgetioc.' },
  {
    name: 'misp_es_mapping',
    label: 'Mapping',
    help: 'Options of mispintel: allow_private=true for private addresses, include=imphash,ssdeep for opt-in types.',
  },
  {
    name: 'days',
    label: 'Maximum age',
    isRequired: true,
    help: 'Days after which an indicator that MISP does not change leaves the lookups.',
  },
];

/** The macros as fields. Definitions in another form are shown only, with a link to Splunk's settings. */
export function FeedForm({ before }: { readonly before: Values }) {
  const [saved, setSaved] = useState(before);
  const initial = settingsIn(before);
  const [values, setValues] = useState<Values>({ ...initial });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  if (!initial) return <ReadOnlyMacros macros={before} />;
  const submit = async () => {
    setMessage(undefined);
    const settings = values as unknown as FeedSettings;
    const found = validateFeeds(settings);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    const macros = macrosOf(settings);
    if (!(await action.run(() => saveMacros(macros, saved)))) return;
    setSaved(macros);
    setMessage('The macros are saved. They apply from the next run of each feed.');
  };
  return (
    <SavingForm
      action={action}
      message={message}
      isChanged={isChanged(values, { ...settingsIn(saved) })}
      onSubmit={() => void submit()}
    >
      <SettingFields fields={FIELDS} values={values} errors={errors} onChange={setValues} />
    </SavingForm>
  );
}

function ReadOnlyMacros({ macros }: { readonly macros: Values }) {
  return (
    <>
      <Notice type="info" text="These macros were edited by hand, in a form that this page cannot read." />
      <Definitions>
        {FEED_MACROS.map((name) => [
          <dt key={name}>{name}</dt>,
          <dd key={`${name} is`}>
            <Mono>{macros[name]}</Mono>
          </dd>,
        ])}
      </Definitions>
      <Link to={managerLink('admin/macros')}>Edit them in Settings, Advanced search, Search macros</Link>
    </>
  );
}
