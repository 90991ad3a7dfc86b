import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dashboards, empty } from './answers.mjs';
import { Studio } from './studio.mjs';

let studio;
before(async () => {
  studio = await Studio.start();
});
after(() => studio.close());

for (const [view, dashboard] of Object.entries(dashboards)) {
  const { definition, answers } = dashboard;
  const [{ structure }] = Object.values(definition.layout.layoutDefinitions);
  const panels = structure.map(({ item }) => definition.visualizations[item]);
  const isEmpty = ({ dataSources }) => !(answers[dataSources.primary].columns[0]?.length > 0);
  /** Guides, while there is nothing to say. */
  const hidden = panels.filter((panel) => panel.containerOptions !== undefined && isEmpty(panel));
  const drawn = panels
    .filter((panel) => !hidden.includes(panel))
    .map((panel) => ({ panel, ...answers[panel.dataSources.primary] }));

  describe(view, () => {
    describe("Splunk's validator", () => {
      let page;
      before(async () => {
        ({ page } = await studio.page());
      });
      after(() => page.close());
      const validate = (changed) =>
        page.evaluate((one) => {
          const { validate: found, unknownOptions } = window.studio;
          return { found: found(one), unknown: unknownOptions(one) };
        }, changed);

      it('finds nothing wrong, and no option that it does not know', async () => {
        assert.deepEqual(await validate(definition), { found: null, unknown: [] });
      });

      it('would find a wrong type, and we an unknown option', async () => {
        const [name] = Object.keys(definition.visualizations);
        const wrong = structuredClone(definition);
        wrong.visualizations[name].type = 'splunk.nothing';
        assert.notEqual((await validate(wrong)).found, null);
        const odd = structuredClone(definition);
        odd.visualizations[name].options.colour = 'red';
        assert.deepEqual((await validate(odd)).unknown, [`${name}: colour`]);
      });
    });

    // Each drawing takes ten seconds: one is enough for the other theme.
    for (const theme of view === 'misp_indicators' ? ['light', 'dark'] : ['light']) {
      describe(`drawn ${theme}`, () => {
        let page;
        let errors;
        before(async () => {
          ({ page, errors } = await studio.draw(dashboard, theme));
        });
        after(() => page.close());

        it('throws nothing, and says nowhere that something is missing', async () => {
          assert.deepEqual(errors, []);
          const text = await page.locator('body').innerText();
          assert.doesNotMatch(
            text,
            /No search results|Search is waiting|is not defined|Unable to|Cannot access|error occurred/i,
          );
        });

        it('has the title of every panel and input', async () => {
          for (const { title } of [...drawn.map(({ panel }) => panel), ...Object.values(definition.inputs)])
            assert.ok(await page.getByText(title, { exact: true }).first().isVisible(), title);
          const titles = drawn.map(({ panel }) => panel.title);
          for (const { title } of hidden.filter((panel) => !titles.includes(panel.title)))
            assert.equal(await page.getByText(title, { exact: true }).count(), 0, title);
        });

        it('shows every number and the cells of every table', async () => {
          const text = (await page.locator('body').innerText()).replaceAll(',', '');
          for (const { panel, fields, columns } of drawn) {
            const { type, title, options } = panel;
            const shown = columns.filter(
              (_column, index) => options.showInternalFields !== false || !fields[index].name.startsWith('_'),
            );
            const cells = type === 'splunk.table' ? shown.map(([first]) => first ?? '') : [columns[0][0]];
            if (!/table|singlevalue/.test(type)) continue;
            for (const cell of cells)
              assert.ok(text.includes(String(cell).replaceAll(',', '')), `${title}: ${cell}`);
          }
        });

        it('draws every chart', async () => {
          const charts = drawn.filter(({ panel }) => /bar|column|line|pie/.test(panel.type));
          assert.equal(await page.locator('svg.highcharts-root').count(), charts.length);
          for (const chart of await page.locator('svg.highcharts-root').all())
            assert.ok((await chart.locator('.highcharts-series :is(path, rect)').count()) > 0);
        });

        it('asks with the tokens of its inputs, quoted', async () => {
          const asked = await page.evaluate(() => window.studio.asked);
          // Those of other tabs run when their tab is opened.
          const others = Object.keys(definition.dataSources).filter((name) => !(name in asked));
          assert.deepEqual(others, view === 'misp_event' ? ['live', 'failed'] : []);
          const queries = Object.values(asked).map(({ query }) => query);
          assert.ok(queries.every((query) => !query.includes('$')));
          assert.ok(queries.some((query) => /misp_instance(="\*"| IN \("\*"\))/.test(query)));
          for (const { queryParameters } of Object.values(asked).filter((one) => one.extend === undefined))
            assert.match(queryParameters.earliest, view === 'misp_event' ? /^0$/ : /^-\d+d@d$/);
        });
      });
    }
  });
}

it('says why it is empty, and what to do, with All in every menu', async () => {
  const { page, errors } = await studio.draw(empty, 'light');
  assert.deepEqual(errors, []);
  const text = await page.locator('body').innerText();
  assert.match(text, /has no events of MISP/);
  assert.match(text, /Add your MISP server under Configuration > Inputs/);
  const menus = Object.values(empty.definition.inputs).filter(({ type }) =>
    /multiselect|dropdown/.test(type),
  );
  for (const { title } of menus)
    assert.match(text, new RegExp(`^${title.replace(/[()]/g, '.')}\\nAll$`, 'm'));
  const [guide] = await openedBy(page, 'Configuration');
  assert.ok(guide.endsWith('/app/SA-misp/configuration'), guide);
});

/** What a click on a cell opens. */
async function openedBy(page, text) {
  await page.evaluate(() => {
    window.opened = [];
    window.open = (url) => window.opened.push(url);
  });
  await page.getByRole('cell', { name: text, exact: true }).first().click();
  await page.waitForTimeout(500);
  return page.evaluate(() => window.opened);
}

/** The first cell of a column. */
function firstOf(view, answer, name) {
  const { fields, columns } = dashboards[view].answers[answer];
  return columns[fields.findIndex((field) => field.name === name)][0];
}

/** The tokens of the dashboard, as its address has them. */
const tokensOf = (page) =>
  page.evaluate(() => Object.fromEntries(new URLSearchParams(window.location.search)));

it('follows clicks: on an event, a value, a bar, a slice, a tag by its readable name, an organisation', async () => {
  const { page } = await studio.draw(dashboards.misp_indicators, 'light');
  const first = (answer, name) => firstOf('misp_indicators', answer, name);
  const [instance, id, address] = ['Instance', 'ID', '_misp'].map((name) => first('top_events', name));
  const [event] = await openedBy(page, first('top_events', 'Event'));
  assert.ok(event.endsWith(`/app/SA-misp/misp_event?form.instance=${instance}&form.event=${id}`), event);
  assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/events\/view\/\d+$/);
  assert.deepEqual(await openedBy(page, 'MISP'), [address]);
  const value = first('top_seen', 'Value');
  const [lookUp] = await openedBy(page, value);
  assert.ok(lookUp.endsWith(`/app/SA-misp/misp_lookup?form.value=${encodeURIComponent(value)}`), lookUp);
  const charts = page.locator('svg.highcharts-root');
  // The first slice is on the right; in the middle of its box is the hole.
  const slice = await charts.nth(1).locator('.highcharts-pie-series .highcharts-point').first().boundingBox();
  await page.mouse.click(slice.x + slice.width * 0.8, slice.y + slice.height * 0.4);
  await charts.nth(2).locator('.highcharts-series .highcharts-point').first().click({ force: true });
  await page.getByRole('cell', { name: first('techniques', 'Technique'), exact: true }).click();
  await page.getByRole('cell', { name: first('by_organisation', 'Organisation'), exact: true }).click();
  await page.waitForTimeout(500);
  const tokens = await tokensOf(page);
  assert.equal(tokens['form.tlp'], first('by_tlp', 'misp_tlp'));
  assert.equal(tokens['form.type'], first('by_type', 'misp_type'));
  assert.equal(tokens['form.tag'], first('techniques', '_tag'));
  assert.equal(tokens['form.organisation'], first('by_organisation', 'Organisation'));
  const { held } = await page.evaluate(() => window.studio.asked);
  assert.ok(held.query.includes(`tag IN (${JSON.stringify(first('techniques', '_tag'))})`), held.query);
});

it('asks for a chain anew when its base changes, when it is live', async () => {
  const { page } = await studio.page();
  const requests = [];
  await page.route('**/studio', (route) => {
    const chain = route.request().postDataJSON();
    requests.push(chain.map(({ id }) => id).join());
    const { fields, columns } = dashboards.misp_indicators.answers[chain.at(-1).id];
    return route.fulfill({ json: { fields, columns } });
  });
  const { definition } = dashboards.misp_indicators;
  await page.evaluate(
    (one) => window.studio.drawLive(one, 'http://splunk.example/studio', 'light'),
    definition,
  );
  await page.getByText('Indicators', { exact: true }).first().waitFor();
  await page.waitForTimeout(2000);
  assert.ok(requests.includes('held') && requests.includes('held,by_type'));
  requests.length = 0;
  const value = page.locator('input[aria-label="Value contains"]');
  await value.fill('evil "x');
  await value.press('Enter');
  await page.waitForTimeout(2000);
  assert.deepEqual(
    ['held', 'held,total', 'held,by_type', 'happened,changed', 'latest'].filter(
      (one) => !requests.includes(one),
    ),
    [],
  );
  const { held } = await page.evaluate(() => window.studio.asked);
  assert.ok(held.query.includes(String.raw`"evil \"x"`), held.query);
});

it('leads from a match to its events, to MISP, and to forms, by columns that are not shown', async () => {
  const { page } = await studio.draw(dashboards.misp_matches, 'light');
  const first = (name) => firstOf('misp_matches', 'latest', name);
  const text = await page.locator('body').innerText();
  assert.doesNotMatch(text, /_search|_uuid|datamodel/);
  const [events] = await openedBy(page, 'Events');
  const { pathname, searchParams } = new URL(events, 'https://splunk.example');
  assert.match(pathname, /\/app\/SA-misp\/search$/);
  assert.deepEqual(Object.fromEntries(searchParams), {
    q: first('_search'),
    earliest: first('_earliest'),
    latest: first('_latest'),
  });
  const [report] = await openedBy(page, 'False positive');
  assert.ok(
    report.endsWith(`/app/SA-misp/misp_report?form.uuid=${first('_uuid')}&form.type=false_positive`),
    report,
  );
  const [ignore] = await openedBy(page, 'Ignore');
  assert.ok(
    ignore.endsWith(`/app/SA-misp/configuration?ignore=${encodeURIComponent(first('Value'))}#matching`),
    ignore,
  );
  assert.deepEqual(await openedBy(page, 'MISP'), [firstOf('misp_matches', 'top_events', '_misp')]);
});
