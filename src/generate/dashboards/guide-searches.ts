import type { Search } from './types.ts';

const SECONDS_A_DAY = 86_400;

/**
 * What a dashboard of an index without events wants: nothing when all is well, or one row. It counts by what is indexed of events
 * alone, which reads none of them. `_page` is where to go.
 */
export const guideSearches: Readonly<Record<string, Search>> = {
  guide: {
    query: [
      '| tstats count max(_indextime) AS written WHERE `misp_index` earliest=1 latest=now BY sourcetype',
      '| eval attributes=if(sourcetype="misp:attribute", count, 0), runs=if(sourcetype="misp:run", count, 0)',
      '| stats count AS kinds sum(attributes) AS attributes sum(runs) AS runs max(written) AS written',
      '| fillnull value=0 attributes runs written',
      `| eval State=case(attributes=0 AND runs=0, "The index of the macro misp_index has no events of MISP.", attributes=0, "The input runs, but it has not indexed any indicator yet.", now() - written > ${SECONDS_A_DAY}, "Nothing has been indexed since ".strftime(written, "%Y-%m-%d %H:%M").".")`,
      '| where isnotnull(State)',
      '| eval "What to do"=case(attributes=0 AND runs=0, "Add your MISP server under Configuration > Inputs, with Download indicators to an index selected. If an input already runs, its index must be that of the macro misp_index (Settings > Advanced search > Search macros), and your role must be allowed to search it.", attributes=0, "See MISP health for failed runs. Then check the start and the filters of the input under Configuration > Inputs.", true(), "See MISP health for failed runs, and Configuration > Inputs for inputs that are disabled."), Open=if(attributes=0 AND runs=0, "Configuration", "MISP health"), _page=if(Open="Configuration", "configuration", "misp_health")',
      '| table State "What to do" Open _page',
    ],
  },
};
