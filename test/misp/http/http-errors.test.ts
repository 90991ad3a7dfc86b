import { expect } from 'chai';
import { errorFromResponse, responseTooLargeError } from '../../../src/misp/http/http-errors.ts';
import { NotFoundError, NotMispError } from '../../../src/misp/errors.ts';

describe('An answer that there is no room for', () => {
  for (const [path, expected] of [
    ['/attributes/restSearch', /Lower page_size/],
    ['/events/restSearch', /Request fewer events at once/],
    ['/events/view/7', /search for its attributes/],
    ['/sightings/restSearch/event', /Request a shorter time range/],
    ['/warninglists/index', /Request less at once/],
  ] as const) {
    it(`of ${path} is told with what can be asked for there`, () => {
      const { message } = responseTooLargeError('misp', path, 1000);
      expect(message).to.match(/^MISP instance misp: the response is larger than 1000 bytes\. /);
      expect(message).to.match(expected);
      expect(message.includes('page_size')).to.equal(path === '/attributes/restSearch');
    });
  }
});

describe('A 404', () => {
  const of = (body: unknown) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return errorFromResponse(
      'misp',
      'https://misp.example',
      { status: 404, headers: { get: () => null } },
      text,
    );
  };
  const url = '/events/view/7';

  it('about what was asked for is in the words of MISP', () => {
    for (const name of ['Invalid event', 'Invalid Target.', 'Event not found'])
      expect(of({ name, message: name, url }), name).to.be.instanceOf(NotFoundError);
  });

  it('about a page of MISP is about misp_url, too', () => {
    for (const message of [
      'Not Found',
      'MispController could not be found.',
      'Action x::y() could not be found',
    ]) {
      const error = of({ name: message, message, url });
      expect(error, message).to.be.instanceOf(NotFoundError);
      expect(error.message).to.match(/MISP has no such page at misp_url: .* Check the address with its path/);
    }
  });

  it('of something else is about misp_url', () => {
    for (const body of [
      '',
      '<html>Not Found</html>',
      { message: 'no Route matched with those values' },
      { detail: 'Not Found' },
      null,
      [],
    ]) {
      const error = of(body);
      expect(error, JSON.stringify(body)).to.be.instanceOf(NotMispError);
      expect(error.message).to.match(/no MISP answers at misp_url: .* Check the address with its path/);
    }
  });
});
