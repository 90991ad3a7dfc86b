import { useState } from 'react';
import { PROXY } from '../inputs/fields.ts';
import { isChanged } from '../model/changed.ts';
import { loadConnections, type Values } from '../model/connections.ts';
import type { SecretChange } from '../model/form.ts';
import { type FieldErrors, validateSettings } from '../model/validate-form.ts';
import { PROXY_SETTINGS, saveProxy } from '../model/proxy.ts';
import { isOn } from '../splunk/flags.ts';
import { Hint, Mono, Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { Title } from '../ui/title.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { SettingFields } from '../ui/setting-fields.tsx';
import { SavingForm } from '../ui/saving-form.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';

/** The tab for the proxy of all instances without their own. */
export function ProxyTab() {
  const connections = useLoaded(loadConnections);
  return (
    <Narrow>
      <ReadOnlyNotice right="configure" />
      <Title>Proxy for all MISP instances</Title>
      <Prose>
        These settings are in the stanza <Mono>[default]</Mono> of misp_instances.conf. They apply to every
        instance without proxy settings of its own.
      </Prose>
      <Loading of={connections}>{({ defaults }) => <ProxyForm before={defaults} />}</Loading>
    </Narrow>
  );
}

const FIELDS = PROXY.map((field) =>
  field.name === 'misp_use_proxy' ? { ...field, label: 'Reach MISP through this proxy' } : field,
);

function ProxyForm({ before }: { readonly before: Values }) {
  const [saved, setSaved] = useState(before);
  const [values, setValues] = useState(before);
  const [password, setPassword] = useState<SecretChange>({ value: '' });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  const submit = async () => {
    setMessage(undefined);
    const all = Object.entries(validateSettings(values));
    const found = Object.fromEntries(all.filter(([name]) => PROXY_SETTINGS.includes(name)));
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if (!(await action.run(() => saveProxy(values, saved, password)))) return;
    setSaved(values);
    setPassword({ value: '' });
    setMessage('The proxy is saved. The next search uses it.');
  };
  return (
    <>
      <SavingForm
        action={action}
        message={message}
        isChanged={password === 'remove' || password.value !== '' || isChanged(values, saved)}
        onSubmit={() => void submit()}
      >
        <SettingFields fields={FIELDS} values={values} errors={errors} onChange={setValues} />
        {isOn(values['misp_use_proxy']) && (values['proxy_username'] ?? '') !== '' && (
          <SecretField
            name="proxy_password"
            label="Proxy password"
            mayBeStored
            mayBeRemoved
            error={undefined}
            change={password}
            onChange={setPassword}
          />
        )}
      </SavingForm>
      <Hint>To check it, use &quot;Test&quot; of an instance on the tab Inputs.</Hint>
    </>
  );
}
