import { createURL } from '@splunk/splunk-utils/url';
import Link from '@splunk/react-ui/Link';
import { helpPath, type HelpTopic } from '../../common/help.ts';

interface HelpLinkProps {
  readonly topic: HelpTopic;
  readonly children: string;
}

/** Opens a page of the help in another tab of the browser, so that nothing typed is lost. */
export function HelpLink({ topic, children }: HelpLinkProps) {
  return (
    <Link to={createURL(helpPath(topic))} openInNewContext>
      {children}
    </Link>
  );
}
