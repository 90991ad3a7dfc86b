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
import { liveSearch } from './live-search.mjs';
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
  render(
    definition,
    answering((id) => answers[id]),
    colorScheme,
  );
}

/** Each search is run by who serves the page, anew when its tokens change. @param url who is asked */
function drawLive(definition, url, colorScheme) {
  render(definition, (Original) => liveSearch(Original, url, asked), colorScheme);
}

/** Answers with what was computed before. */
function answering(answerTo) {
  return (Original) =>
    class extends TestDataSource {
      static schema = Original.schema;
      static config = Original.config;
      constructor(options, context) {
        asked[context.id] = options;
        super({ data: answerTo(context.id) }, context);
      }
    };
}

function render(definition, sourceOf, colorScheme) {
  const dataSources = {
    ...preset.dataSources,
    'ds.search': sourceOf(preset.dataSources['ds.search']),
    'ds.chain': sourceOf(preset.dataSources['ds.chain']),
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
