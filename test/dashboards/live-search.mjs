/** In the browser: a search of a dashboard that whoever serves the page runs, anew whenever its tokens change. */
import { TestDataSource } from '@splunk/datasources';

/** Tells a chain that its base is another one: Splunk's own compares the id of the job. */
let jobs = 0;

/**
 * A data source as Splunk's own is one: a chain gets from its base what that asked, and asks again when the base does.
 *
 * @param Original Splunk's, for its schema
 * @param url who runs searches: gets a list of `{id, options}`, the base first, and answers with fields and columns
 * @param asked takes what each data source asked, by id
 */
export function liveSearch(Original, url, asked) {
  return class extends TestDataSource {
    static schema = Original.schema;
    static config = Original.config;
    #own;
    #answer;
    #base;
    #isRefreshed = false;

    constructor(options, context) {
      super({}, context);
      // By them Dashboard Studio tells whether two are the same.
      this.options = options;
      this.#own = { id: context.id, options };
      asked[context.id] = options;
      if (options.extend === undefined) this.#ask([this.#own]);
    }

    #ask(chain) {
      jobs += 1;
      this.meta.sid = `${this.#own.id}_${jobs}`;
      this.meta.chain = chain;
      this.#answer = fetch(url, { method: 'POST', body: JSON.stringify(chain) }).then((response) =>
        response.ok ? response.json() : response.text().then((text) => Promise.reject(new Error(text))),
      );
      // Whoever requests it gets the error.
      this.#answer.catch(() => undefined);
    }

    request(params) {
      const answer = this.#answer;
      return (observer) => {
        let stop = () => undefined;
        let isStopped = answer === undefined || observer === undefined;
        answer?.then(
          (data) => {
            if (isStopped) return;
            this.data = data;
            stop = super.request(params)(observer);
          },
          (error) => {
            if (!isStopped) observer.error({ level: 'error', message: error.message, meta: this.meta });
          },
        );
        return () => {
          isStopped = true;
          stop();
        };
      };
    }

    getObserver() {
      return {
        next: ({ meta }) => {
          this.#isRefreshed = meta?.chain !== undefined && meta.sid !== this.#base;
          if (!this.#isRefreshed) return;
          this.#base = meta.sid;
          this.#ask([...meta.chain, this.#own]);
        },
        error: () => undefined,
        complete: () => undefined,
      };
    }

    shouldRefreshSubscription() {
      return this.#isRefreshed;
    }
  };
}
