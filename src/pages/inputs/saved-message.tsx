import Link from '@splunk/react-ui/Link';
import { dataLink } from '../model/data-link.ts';
import type { Form } from '../model/form.ts';
import { isOn } from '../splunk/flags.ts';
import { appLink } from '../splunk/links.ts';

interface SavedMessageProps {
  readonly form: Form;
  readonly isNew: boolean;
}

/** Confirms a save, and leads on from a new input. */
export function SavedMessage({ form: { name, instance, input, downloads }, isNew }: SavedMessageProps) {
  if (!isNew) return <>{name} is saved.</>;
  if (isOn(instance?.['disabled']))
    return <>{name} is saved, but disabled. Test it again and enable it when MISP can be reached.</>;
  const link = dataLink(downloads ? { name, input } : { name });
  return (
    <>
      {name} is saved. {downloads && 'The first indicators arrive within minutes: '}
      {downloads && <Link to={appLink('misp_indicators')}>open the dashboard</Link>}
      {downloads ? ', or ' : ''}
      <Link to={link}>{downloads ? 'search them' : 'Search MISP'}</Link>. Choose{' '}
      <Link to="#access">who may search MISP</Link>.
    </>
  );
}
