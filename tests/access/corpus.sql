-- Policies as teams write them, each with its matrix stated by hand.
--
-- "--! name": a case, built in a schema of its own; "--+ part": a shared part (below, "--# part") comes first.
-- "--> table command reach…": what anonymous, stranger, owner, member and admin reach (and service, where it is not
-- everything): - nothing, o own, r related, c condition, a all, ? unknown, joined where several hold; "o!" that the row
-- may be given away. Commands: s select, i insert, u update, d delete; those that a case leaves out reach nothing.

--# notes
create table notes (
  id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
  title text not null, body text, is_public boolean not null default false, status text not null default 'draft',
  created_at timestamptz not null default now());
alter table notes enable row level security;

--# teams
create table teams (id uuid primary key default gen_random_uuid(), name text not null);
create table team_members (
  team_id uuid not null references teams, user_id uuid not null references auth.users,
  role text not null default 'member', joined_at timestamptz default now(), primary key (team_id, user_id));

--# team_docs
create table docs (
  id bigint generated always as identity primary key, team_id uuid not null references teams,
  created_by uuid not null default auth.uid() references auth.users, title text not null, is_public boolean default false);
alter table docs enable row level security;

--# user_roles
create type app_role as enum ('admin', 'moderator', 'user');
create table user_roles (
  id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users on delete cascade,
  role app_role not null default 'user', unique (user_id, role));
alter table user_roles enable row level security;
create function has_role(_user_id uuid, _role app_role) returns boolean language sql stable security definer
  set search_path = '' as $$ select exists (select 1 from SCHEMA.user_roles where user_id = _user_id and role = _role) $$;

--# profiles
create table profiles (
  id uuid primary key references auth.users on delete cascade, username text unique, role text not null default 'user',
  is_admin boolean not null default false, tenant_id uuid);
alter table profiles enable row level security;

--! owner of everything
--+ notes
create policy "Users manage their own notes" on notes for all using (auth.uid() = user_id) with check (auth.uid() = user_id);
--> notes siud - - o - -

--! owner, four policies
--+ notes
create policy "select own" on notes for select to authenticated using ((select auth.uid()) = user_id);
create policy "insert own" on notes for insert to authenticated with check ((select auth.uid()) = user_id);
create policy "update own" on notes for update to authenticated using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy "delete own" on notes for delete to authenticated using ((select auth.uid()) = user_id);
--> notes siud - - o - -

--! owner may give away
--+ notes
create policy "read" on notes for select using (true);
create policy "write" on notes for update to authenticated using (user_id = auth.uid()) with check (true);
--> notes s a a a a a
--> notes u - - o! - -

--! public or own
--+ notes
create policy "public or own" on notes for select using (is_public or user_id = auth.uid());
--> notes s c c oc c c

--! team members read
--+ teams
--+ team_docs
create policy "members read" on docs for select using (exists (select 1 from team_members tm where tm.team_id = docs.team_id and tm.user_id = auth.uid()));
create policy "admins write" on docs for update using (exists (select 1 from team_members tm where tm.team_id = docs.team_id and tm.user_id = auth.uid() and tm.role in ('owner', 'admin')));
--> docs s - - - r r
--> docs u - - - - r!

--! admin helper
--+ user_roles
--+ notes
create policy "own roles" on user_roles for select using (user_id = auth.uid());
create policy "admins manage roles" on user_roles for all using (has_role(auth.uid(), 'admin')) with check (has_role(auth.uid(), 'admin'));
create policy "own" on notes for select using (user_id = auth.uid());
create policy "admin" on notes for all using (has_role(auth.uid(), 'admin'::app_role));
--> user_roles s - - o - a
--> user_roles iud - - - - a
--> user_roles u - - - - a!
--> notes s - - o - a
--> notes id - - - - a
--> notes u - - - - a!

--! plpgsql admin helper over profiles
--+ profiles
create function is_admin() returns boolean language plpgsql stable security definer as $$
declare v_role text;
begin
  select role into v_role from profiles where id = auth.uid();
  return v_role = 'admin';
end $$;
create policy "own or admin" on profiles for select using (id = auth.uid() or is_admin());
create policy "update own" on profiles for update using (id = auth.uid());
--> profiles s - - o - a
--> profiles u - - o - -

--! forgotten correlation
--+ teams
--+ team_docs
create policy "members read" on docs for select using (exists (select 1 from team_members tm where tm.team_id = team_id and tm.user_id = auth.uid()));
--> docs s - a a a a

--! recursion
create table members (team_id uuid, user_id uuid references auth.users, primary key (team_id, user_id));
alter table members enable row level security;
create policy "same team" on members for select using (team_id in (select m.team_id from members m where m.user_id = auth.uid()));

--! tenant claim
create table invoices (id uuid primary key, tenant_id uuid not null, amount numeric not null check (amount > 0));
alter table invoices enable row level security;
create policy "tenant" on invoices using (tenant_id = (auth.jwt() -> 'app_metadata' ->> 'tenant_id')::uuid);
--> invoices siud - - - r -

--! user metadata is whatever they want
--+ notes
create policy "admins" on notes for select using ((auth.jwt() -> 'user_metadata' ->> 'role') = 'admin');
--> notes s - a a a a
