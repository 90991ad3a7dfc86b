import { useState } from 'react';
import { PROXY } from '../inputs/fields.ts';
import { isChanged } from '../model/changed.ts';
import { loadConnections, type Values } from '../model/connections.ts';
import type { SecretChange } from '../model/form.ts';
import { PROXY_SETTINGS, saveProxy } from '../model/proxy.ts';
import { type FieldErrors, validateSettings } from '../model/validate-form.ts';
import { isOn } from '../splunk/flags.ts';
import { Mono, Narrow, Prose } from '../ui/layout.ts';
import { Loading } from '../ui/loading.tsx';
import { ReadOnlyNotice } from '../ui/rights.tsx';
import { SavingForm } from '../ui/saving-form.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import { Title } from '../ui/title.tsx';
import { useAction } from '../ui/use-action.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { ProxyTest } from './proxy-test.tsx';

/** The tab for the proxy of all instances without their own. */
export function ProxyTab() {
  const connections = useLoaded(loadConnections);
  return (
    <Narrow>
      <ReadOnlyNotice right="configure" />
      <Title>Proxy for all MISP instances</Title>
      <Prose>
        Stored in <Mono>[default]</Mono> of misp_instances.conf. Applies to every instance without its own
        proxy.
      </Prose>
      <Loading of={connections}>
        {({ all, defaults }) => (
          <>
            <ProxyForm before={defaults} />
            {all.some(({ instance }) => instance !== undefined) && <ProxyTest />}
          </>
        )}
      </Loading>
    </Narrow>
  );
}

/** Labels and help that differ from those of the form of an instance. */
const CHANGES: Readonly<Record<string, Partial<SettingField>>> = {
  misp_use_proxy: { label: 'Reach MISP through this proxy' },
  proxy_host: { help: 'The host name or IP address only, for example proxy.example.org.' },
  proxy_port: { help: 'For example 3128.' },
};

const FIELDS = PROXY.map((field) => ({ ...field, ...CHANGES[field.name] }));

function ProxyForm({ before }: { readonly before: Values }) {
  const [saved, setSaved] = useState(before);
  const [values, setValues] = useState(before);
  const [password, setPassword] = useState<SecretChange>(NO_PASSWORD);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [message, setMessage] = useState<string>();
  const action = useAction();
  const isUsed = isOn(values['misp_use_proxy']);
  const hasLogin = isUsed && (values['proxy_username'] ?? '') !== '';
  // What is not shown is not changed.
  const wanted = isUsed ? values : { ...saved, misp_use_proxy: values['misp_use_proxy'] ?? '' };
  const wantedPassword = hasLogin ? password : NO_PASSWORD;
  const submit = async () => {
    setMessage(undefined);
    const all = Object.entries(validateSettings(wanted));
    const found = Object.fromEntries(isUsed ? all.filter(([name]) => PROXY_SETTINGS.includes(name)) : []);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if (!(await action.run(() => saveProxy(wanted, saved, wantedPassword)))) return;
    setSaved(wanted);
    // What was typed while it was saving is not saved.
    setValues((now) => (now === values ? wanted : now));
    setPassword((now) => (now === password ? NO_PASSWORD : now));
    setMessage(
      isUsed
        ? 'Saved. Searches and inputs use the proxy from their next start.'
        : 'Saved. Searches and inputs no longer use the proxy.',
    );
  };
  return (
    <SavingForm
      action={action}
      message={message}
      isChanged={isPasswordChanged(wantedPassword) || isChanged(wanted, saved)}
      onSubmit={() => void submit()}
    >
      <SettingFields fields={FIELDS} values={values} errors={errors} onChange={setValues} />
      {hasLogin && (
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
  );
}

const NO_PASSWORD: SecretChange = { value: '' };

function isPasswordChanged(change: SecretChange): boolean {
  return change === 'remove' || change.value !== '';
}
