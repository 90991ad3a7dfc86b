/** In the browser: Splunk's Dashboard Studio, whose searches are answered with what was computed before. */
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { DashboardContextProvider } from '@splunk/dashboard-context';
import core from '@splunk/dashboard-core';
import { createSchemaBasedOnPresets } from '@splunk/dashboard-definition';
import cloud from '@splunk/dashboard-presets/CloudViewOnlyPreset';
import presets from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import { DashboardValidator } from '@splunk/dashboard-validation';
import { TestDataSource } from '@splunk/datasources';
import themes from '@splunk/themes/SplunkThemeProvider';

/** Some of these packages are CommonJS, whose default a module gets within another. */
const [DashboardCore, preset, cloudPreset, SplunkThemeProvider] = [core, presets, cloud, themes].map(
  (one) => one.default ?? one,
);

/** Data source id to what it is asked, tokens resolved: the search that Splunk would get. */
const asked = {};

window.studio = { asked, draw, drawLive, unknownOptions, validate };

/** What Splunk's validator finds wrong with a definition; null of nothing. */
function validate(definition) {
  const validator = new DashboardValidator();
  const error = validator.setSchema(createSchemaBasedOnPresets(preset));
  return error ? [String(error)] : validator.validate(definition);
}

/** Options of panels that Splunk does not know by their name, which the validator lets through. */
function unknownOptions({ visualizations }) {
  return Object.entries(visualizations).flatMap(([name, { type, options }]) => {
    const known = Object.keys(preset.visualizations[type]?.config?.optionsSchema ?? {});
    return Object.keys(options)
      .filter((option) => !known.includes(option))
      .map((option) => `${name}: ${option}`);
  });
}

/** @param answers data source id to its fields and columns */
function draw(definition, answers, colorScheme) {
  render(definition, (id) => answers[id], colorScheme);
}

/** Each search is run by who serves the page, anew when an input changes. @param url who is asked */
function drawLive(definition, url, colorScheme) {
  const answerTo = (id, options) => {
    // With what a chain goes on from, as it was asked, if it was asked yet.
    const chain = [{ id, options }];
    const { dataSources } = definition;
    for (let base = options.extend; base !== undefined; base = dataSources[base].options.extend)
      chain.unshift({ id: base, options: asked[base] });
    const request = new XMLHttpRequest();
    // At once, for a data source has to have its answer when it is made.
    request.open('POST', url, false);
    request.send(JSON.stringify(chain));
    return JSON.parse(request.responseText);
  };
  render(definition, answerTo, colorScheme);
}

function render(definition, answerTo, colorScheme) {
  const answering = (Original) =>
    class extends TestDataSource {
      static schema = Original.schema;
      static config = Original.config;
      constructor(options, context) {
        asked[context.id] = options;
        super({ data: answerTo(context.id, options) }, context);
      }
    };
  const dataSources = {
    ...preset.dataSources,
    'ds.search': answering(preset.dataSources['ds.search']),
    'ds.chain': answering(preset.dataSources['ds.chain']),
  };
  // Splunk Enterprise's own asks Splunk Web for its presets, which is not there.
  const inputs = { ...preset.inputs, 'input.timerange': cloudPreset.inputs['input.timerange'] };
  const app = createElement(
    SplunkThemeProvider,
    { family: 'prisma', colorScheme, density: 'comfortable' },
    createElement(
      DashboardContextProvider,
      { preset: { ...preset, dataSources, inputs }, initialDefinition: definition },
      createElement(DashboardCore, { width: '100%', height: 'auto' }),
    ),
  );
  document.body.style.background = colorScheme === 'dark' ? '#171d21' : '#f2f4f5';
  createRoot(document.querySelector('#root')).render(app);
}
