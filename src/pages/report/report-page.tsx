import Heading from '@splunk/react-ui/Heading';
import Link from '@splunk/react-ui/Link';
import { loadReportChoices } from '../model/report-choices.ts';
import { fieldsInAddress } from '../model/report-link.ts';
import { appLink } from '../splunk/links.ts';
import { DEFAULT_SOURCE } from '../../misp/sightings/sighting-types.ts';
import { Hint, Mono, Narrow, Prose } from '../ui/layout.ts';
import { HelpLink } from '../ui/help-link.tsx';
import { Loading } from '../ui/loading.tsx';
import { Page } from '../ui/page.tsx';
import { useLoaded } from '../ui/use-loaded.ts';
import { ReportForm } from './report-form.tsx';

/** The page Report to MISP. Only its buttons send requests to MISP, never the opening of a link. */
export function ReportPage() {
  const choices = useLoaded(loadReportChoices);
  return (
    <Page>
      <Narrow>
        <Heading level={1} style={{ marginTop: 0 }}>
          Report to MISP
        </Heading>
        <Hint>
          Nothing is sent to MISP before you press a button: <b>Look up</b> reads the attribute, <b>Report</b>{' '}
          writes. Reporting needs the role <Mono>misp_writer</Mono>. <HelpLink topic="report">Help</HelpLink>
        </Hint>
        <Loading of={choices}>
          {({ instances, chosen }) =>
            instances.length === 0 ? (
              <Prose>
                There is no MISP instance yet. An administrator can create one on the{' '}
                <Link to={appLink('configuration')}>Configuration</Link> page.
              </Prose>
            ) : (
              <ReportForm
                instances={instances}
                initial={{
                  ...fieldsInAddress(window.location.search),
                  instance: chosen,
                  source: DEFAULT_SOURCE,
                  time: '',
                }}
              />
            )
          }
        </Loading>
      </Narrow>
    </Page>
  );
}
