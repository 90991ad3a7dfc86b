import { ReportPage } from './report/report-page.tsx';
import { mount } from './ui/mount.tsx';

/** The script of the view misp_report.xml. */
void mount('sa-misp-report', <ReportPage />);
