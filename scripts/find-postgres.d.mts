/** Returns the folder of `initdb` and `postgres`, installing PostgreSQL on Debian as root; throws where there is none. */
export function findPostgres(): string;

/** Starts a cluster of its own in a temporary folder, on a free port; it ends with this process. */
export function startPostgres(options?: {
  /** Of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number>>;
}): Promise<PostgresCluster>;

export interface PostgresCluster {
  /** Of the database `postgres`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the server; `immediate` is what a crash is to it. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>;
  /** Starts it again, on the same data and port. */
  start(): Promise<void>;
  /** Makes an empty database and resolves to its URL; without a name, to one of a new name. */
  createDatabase(name?: string): Promise<string>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
}
