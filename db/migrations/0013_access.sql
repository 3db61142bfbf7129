-- Who may do what. While there is nobody in here, the app is open to its own machine and to nobody else.

create table people (
  id            int generated always as identity primary key,
  name          text not null check (char_length(name) between 1 and 100),
  password_hash text not null,
  role          text not null check (role in ('viewer', 'editor', 'administrator')),
  stamp         uuid not null default gen_random_uuid(),   -- sessions carry it: another one ends them all
  created_at    timestamptz not null default now(),
  signed_in_at  timestamptz
);
create unique index people_name on people (lower(name));

-- What programs show instead of a password. Only its hash is kept.
create table access_keys (
  id           int generated always as identity primary key,
  name         text not null check (char_length(name) between 1 and 100),
  key_sha256   bytea not null unique check (octet_length(key_sha256) = 32),
  scopes       text[] not null check (cardinality(scopes) > 0 and scopes <@ array['search', 'upload', 'embed', 'jobs']),
  created_at   timestamptz not null default now(),
  created_by   text not null,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create unique index access_keys_name on access_keys (lower(name)) where revoked_at is null;
