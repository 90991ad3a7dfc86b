import CollapsiblePanel from '@splunk/react-ui/CollapsiblePanel';
import { type ReactNode, useEffect, useState } from 'react';
import type { Values } from '../model/connections.ts';
import type { FieldErrors } from '../model/validate-form.ts';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';
import type { Suggestions } from '../ui/suggestions.ts';

interface SectionProps {
  readonly title: string;
  readonly fields: readonly SettingField[];
  readonly values: Values;
  readonly errors: FieldErrors;
  readonly suggestions?: Suggestions;
  readonly onChange: (values: Values) => void;
  readonly children?: ReactNode;
}

/** A collapsed section for advanced settings. It opens when one of them is invalid. */
export function Section({ title, children, ...settings }: SectionProps) {
  const { fields, errors } = settings;
  const [isOpen, setIsOpen] = useState(false);
  const isWrong = fields.some(({ name }) => errors[name] !== undefined);
  useEffect(() => {
    if (isWrong) setIsOpen(true);
  }, [isWrong]);
  return (
    <CollapsiblePanel
      title={title}
      open={isOpen}
      onChange={() => {
        setIsOpen(!isOpen);
      }}
    >
      <div style={{ padding: '12px 0' }}>
        <SettingFields {...settings} />
        {children}
      </div>
    </CollapsiblePanel>
  );
}
