import type { Form, SecretChange } from '../model/form.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { exposureWarning } from '../model/exposures.ts';
import type { Secret } from '../model/secrets.ts';
import { isOn } from '../splunk/flags.ts';
import { Notice } from '../ui/notice.tsx';
import { SecretField } from '../ui/secret-field.tsx';
import { SettingFields } from '../ui/setting-fields.tsx';
import { ADDRESS, CERTIFICATES, LIMITS, PROXY } from './fields.ts';
import { Section } from './section.tsx';

export interface PartProps {
  readonly form: Form;
  readonly isNew: boolean;
  readonly errors: FieldErrors;
  readonly onChange: (form: Form) => void;
}

/** The fields for the address of MISP and the connection. */
export function ConnectionFields({ form, isNew, errors, onChange }: PartProps) {
  const { instance, secrets } = form;
  if (!instance) return undefined;
  const settings = {
    values: instance,
    errors,
    onChange: (values: typeof instance) => {
      onChange({ ...form, instance: values });
    },
  };
  const secret = (name: Secret) => ({
    name,
    mayBeStored: !isNew,
    error: errors[name],
    change: secrets[name],
    onChange: (change: SecretChange) => {
      onChange({ ...form, secrets: { ...secrets, [name]: change } });
    },
  });
  return (
    <>
      <SettingFields fields={ADDRESS} {...settings} />
      <Notice type="warning" text={exposureWarning(instance)} />
      <SecretField
        {...secret('misp_key')}
        label="API key"
        isRequired
        help="An auth key of a MISP user (in MISP: My Profile > Auth keys)."
      />
      <Section title="TLS" fields={CERTIFICATES} {...settings}>
        {(instance['client_cert_path'] ?? '') !== '' && (
          <SecretField {...secret('client_key_password')} label="Client key password" mayBeRemoved />
        )}
      </Section>
      <Section title="Proxy for this instance" fields={PROXY} {...settings}>
        {isOn(instance['misp_use_proxy']) && (instance['proxy_username'] ?? '') !== '' && (
          <SecretField
            {...secret('proxy_password')}
            label="Proxy password"
            mayBeRemoved
            {...(isNew && { help: 'Leave empty to use the password of the Proxy tab.' })}
          />
        )}
      </Section>
      <Section title="Timeouts and page size" fields={LIMITS} {...settings} />
    </>
  );
}
