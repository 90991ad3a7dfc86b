import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dashboards } from './answers.mjs';
import { Studio } from './studio.mjs';

let studio;
before(async () => {
  studio = await Studio.start();
});
after(() => studio.close());

for (const [view, dashboard] of Object.entries(dashboards)) {
  const { definition, answers } = dashboard;

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

    for (const theme of ['light', 'dark']) {
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
          for (const { title } of [
            ...Object.values(definition.visualizations),
            ...Object.values(definition.inputs),
          ])
            assert.ok(await page.getByText(title, { exact: true }).first().isVisible(), title);
        });

        it('shows every number and the cells of every table', async () => {
          const text = (await page.locator('body').innerText()).replaceAll(',', '');
          for (const { type, title, dataSources, options } of Object.values(definition.visualizations)) {
            const { fields, columns } = answers[dataSources.primary];
            const shown = columns.filter(
              (_column, index) => options.showInternalFields !== false || !fields[index].name.startsWith('_'),
            );
            const cells = type === 'splunk.table' ? shown.map(([first]) => first) : [columns[0][0]];
            if (!/table|singlevalue/.test(type)) continue;
            for (const cell of cells)
              assert.ok(text.includes(String(cell).replaceAll(',', '')), `${title}: ${cell}`);
          }
        });

        it('draws every chart', async () => {
          const charts = Object.values(definition.visualizations).filter(({ type }) =>
            /bar|column|line|pie/.test(type),
          );
          assert.equal(await page.locator('svg.highcharts-root').count(), charts.length);
          for (const chart of await page.locator('svg.highcharts-root').all())
            assert.ok((await chart.locator('.highcharts-series :is(path, rect)').count()) > 0);
        });

        it('asks with the tokens of its inputs, quoted', async () => {
          const asked = await page.evaluate(() => window.studio.asked);
          assert.deepEqual(Object.keys(asked).sort(), Object.keys(definition.dataSources).sort());
          const queries = Object.values(asked).map(({ query }) => query);
          assert.ok(queries.every((query) => !query.includes('$')));
          assert.ok(queries.some((query) => query.includes('misp_instance="*"')));
          for (const { queryParameters } of Object.values(asked).filter((one) => one.extend === undefined))
            assert.match(queryParameters.earliest, /^-\d+d@d$/);
        });
      });
    }
  });
}

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

it('opens the event in MISP on a click', async () => {
  const { page } = await studio.draw(dashboards.misp_indicators, 'light');
  const first = (name) => firstOf('misp_indicators', 'top_events', name);
  assert.deepEqual(await openedBy(page, first('Event')), [
    `https://${first('MISP')}/events/view/${first('ID')}`,
  ]);
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
  assert.deepEqual(await openedBy(page, firstOf('misp_matches', 'top_events', 'Event')), [
    `https://${firstOf('misp_matches', 'top_events', '_event')}`,
  ]);
});
