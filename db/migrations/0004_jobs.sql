-- Watching and steering the work: what was done when, what is asked for, and runs of the jobs.

-- A failed picture that nobody wants to hear of again is 'ignored': owed no more, and not counted as failed.
alter table pending_images drop constraint pending_images_state_check;
alter table pending_images add constraint pending_images_state_check check (state in ('pending', 'failed', 'ignored'));
alter table pending_images add column owed_at timestamptz not null default now();
create index pending_images_given_up on pending_images (generation_id, state) where state <> 'pending';

-- Pictures embedded in each minute, by all processes together; counted in the transaction that writes the vectors.
create table indexing_minutes (
  minute   timestamptz primary key,
  finished int not null,
  first_at timestamptz not null,
  last_at  timestamptz not null
);

-- How long searches took in each minute, one row a process, as percentiles cannot be added up.
create table search_minutes (
  minute   timestamptz not null,
  process  uuid not null,
  searches int not null,
  p50_ms   real not null,
  p95_ms   real not null,
  primary key (minute, process)
);

-- What is asked of every process: a row that is there is on.
create table library_switches (
  name  text primary key check (name in ('indexing_paused')),
  since timestamptz not null default now()
);

-- Runs of jobs, for people to see. The work itself is on the lists that the jobs work off, never here.
create table job_runs (
  id          bigint generated always as identity primary key,
  kind        text not null,
  subject     text not null default '',        -- a source's name, where the job is about one
  state       text not null default 'running' check (state in ('running', 'succeeded', 'failed', 'cancelled', 'interrupted')),
  started_at  timestamptz not null default now(),
  seen_at     timestamptz not null default now(), -- a run that is not seen for a minute has lost its process
  finished_at timestamptz,
  done        bigint not null default 0,
  total       bigint not null default 0,
  message     text,
  cancelling  boolean not null default false
);
create unique index job_runs_one_at_a_time on job_runs (kind, subject) where state = 'running';
create index job_runs_newest on job_runs (started_at desc);
