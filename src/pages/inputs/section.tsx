import CollapsiblePanel from '@splunk/react-ui/CollapsiblePanel';
import { type ReactNode, useEffect, useState } from 'react';
import type { Values } from '../model/connections.ts';
import type { Mistakes } from '../model/mistakes.ts';
import { type SettingField, SettingFields } from '../ui/setting-fields.tsx';

interface SectionProps {
  readonly title: string;
  readonly fields: readonly SettingField[];
  readonly values: Values;
  readonly mistakes: Mistakes;
  readonly onChange: (values: Values) => void;
  readonly children?: ReactNode;
}

/** Settings that few people need. It opens by itself when one of them is wrong. */
export function Section({ title, children, ...settings }: SectionProps) {
  const { fields, mistakes } = settings;
  const [isOpen, setIsOpen] = useState(false);
  const isWrong = fields.some(({ name }) => mistakes[name] !== undefined);
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
