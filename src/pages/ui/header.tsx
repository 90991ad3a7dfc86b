import Heading from '@splunk/react-ui/Heading';
import Link from '@splunk/react-ui/Link';
import type { HelpTopic } from '../../common/help.ts';
import { appLink, searchLink } from '../splunk/links.ts';
import { HelpLink } from './help-link.tsx';
import { Bar, Hint, Muted, Spacer } from './layout.ts';

/** The version of the package, from package.json. The build replaces it. */
declare const APP_VERSION: string;

interface HeaderProps {
  readonly title: string;
  readonly text: string;
  /** What the link Help opens. */
  readonly help: HelpTopic;
}

/** The head of a page: what it is for, the version of the app, and where to go on. */
export function Header({ title, text, help }: HeaderProps) {
  return (
    <header>
      <Bar style={{ alignItems: 'baseline' }}>
        <Heading level={1} style={{ margin: 0 }}>
          {title}
        </Heading>
        <Muted>Version {APP_VERSION}</Muted>
        <Spacer />
        <Bar role="navigation" aria-label="This app" style={{ margin: 0 }}>
          <Link to={appLink('misp_indicators')}>MISP indicators</Link>
          <Link to={appLink('misp_health')}>MISP health</Link>
          <Link to={searchLink('| mispselftest')}>Self-test</Link>
          <HelpLink topic={help}>Help</HelpLink>
        </Bar>
      </Bar>
      <Hint style={{ marginTop: 0 }}>{text}</Hint>
    </header>
  );
}
