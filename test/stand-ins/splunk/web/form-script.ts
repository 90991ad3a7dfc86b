/** An input of a Simple XML form, and what it is filled with. */
export interface FormInput {
  readonly token: string;
  readonly label: string;
  readonly value: string;
}

/**
 * In the browser: shows the form of a view, and runs `searches`, whose results become tables. As in Splunk Web, the button opens the
 * form with what is in it. `post(search)` starts a search.
 */
export const FORM_SCRIPT = `
const main = document.querySelector('main');
const made = (name, members = {}, ...children) => {
  const element = Object.assign(document.createElement(name), members);
  element.append(...children);
  return element;
};
if (inputs.length > 0) {
  const fields = inputs.map(({ token, label, value }) =>
    made('label', {}, label + ' ', made('input', { name: 'form.' + token, value, size: 50 })));
  main.append(made('form', { className: 'inputs' }, ...fields, ' ', made('button', {}, 'Submit')));
}
const shown = async (search) => {
  const place = made('section', {}, 'Searching …');
  main.append(place);
  const { results = [], messages = [] } = await (await post(search)).json();
  place.replaceChildren(...messages.map(({ type, text }) => made('p', { className: type }, text)));
  const names = [...new Set(results.flatMap((row) => Object.keys(row)))];
  if (results.length === 0) return place.append('No results.');
  const row = (kind, cells) => made('tr', {}, ...cells.map((cell) => made(kind, {}, cell)));
  place.append(made('table', {}, row('th', names),
    ...results.map((one) => row('td', names.map((name) => [one[name] ?? ''].flat().join(', '))))));
};
Promise.all(searches.map(shown)).then(() => { document.body.dataset.searches = searches.length; });
`;
