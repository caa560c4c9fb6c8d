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

--! user metadata as tenant
create table invoices (id uuid primary key, tenant_id uuid not null, amount numeric not null check (amount > 0));
alter table invoices enable row level security;
create policy "tenant" on invoices for select using (tenant_id = (auth.jwt() -> 'user_metadata' ->> 'tenant_id')::uuid);
--> invoices s - a a a a

--! public read, authenticated write
create table apps (id text primary key, name text not null, status text not null default 'active');
alter table apps enable row level security;
create table app_usage (id bigserial primary key, app_id text references apps, at timestamptz default now());
alter table app_usage enable row level security;
create policy "Anyone can view apps" on apps for select using (status = 'active');
create policy "Authenticated can track usage" on app_usage for insert with check (auth.uid() is not null);
--> apps s c c c c c
--> app_usage i - a a a a

--! role names in TO
--+ notes
create policy "anon reads public" on notes for select to anon using (is_public);
create policy "signed in read all" on notes for select to authenticated using (true);
create policy "service writes" on notes for all to service_role using (true) with check (true);
--> notes s c a a a a

--! auth.role()
--+ notes
create policy "read" on notes for select using (auth.role() = 'authenticated');
create policy "service" on notes for all using (auth.role() = 'service_role');
create policy "anon drop box" on notes for insert with check (auth.role() = 'anon');
--> notes s - a a a a
--> notes i a - - - -

--! restrictive mfa
--+ notes
create policy "own" on notes using (auth.uid() = user_id);
create policy "mfa" on notes as restrictive for delete to authenticated using ((auth.jwt() ->> 'aal') = 'aal2');
--> notes siu - - o - -

--! restrictive condition
--+ notes
create policy "read" on notes for select using (true);
create policy "own writes" on notes for update using (auth.uid() = user_id) with check (auth.uid() = user_id);
create policy "not archived" on notes as restrictive for update using (status <> 'archived');
create policy "no anon" on notes as restrictive for select to anon using (false);
--> notes s - a a a a
--> notes u - - c - -

--! conversations and messages
create table conversations (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, title text);
create table messages (id uuid primary key default gen_random_uuid(), conversation_id uuid not null references conversations on delete cascade, sender text not null check (sender in ('user', 'assistant')), content text not null);
alter table conversations enable row level security;
alter table messages enable row level security;
create policy "own conversations" on conversations for all using (auth.uid() = user_id);
create policy "messages in own conversations" on messages for select using (exists (select 1 from conversations where conversations.id = messages.conversation_id and conversations.user_id = auth.uid()));
create policy "write in own conversations" on messages for insert with check (conversation_id in (select id from conversations where user_id = auth.uid()));
create policy "delete in own conversations" on messages for delete using (auth.uid() = (select user_id from conversations c where c.id = conversation_id));
--> conversations siud - - o - -
--> messages sid - - - r -

--! the parent's policies decide
create table projects (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, name text);
create table tasks (id uuid primary key default gen_random_uuid(), project_id uuid not null references projects, title text);
alter table projects enable row level security;
alter table tasks enable row level security;
create policy "own projects" on projects using (owner_id = auth.uid());
create policy "tasks of visible projects" on tasks using (exists (select 1 from projects p where p.id = tasks.project_id));
--> projects siud - - o - -
--> tasks siud - - - r -

--! the parent is public
create table posts (id uuid primary key default gen_random_uuid(), author_id uuid not null references auth.users, published boolean not null default false);
create table comments (id uuid primary key default gen_random_uuid(), post_id uuid not null references posts, user_id uuid not null references auth.users, body text);
alter table posts enable row level security;
alter table comments enable row level security;
create policy "published or own" on posts for select using (published or author_id = auth.uid());
create policy "write own" on posts for insert to authenticated with check (author_id = auth.uid());
create policy "comments of published posts" on comments for select using (exists (select 1 from posts where posts.id = comments.post_id and posts.published));
create policy "comment as oneself on published posts" on comments for insert to authenticated with check (user_id = auth.uid() and exists (select 1 from posts where id = post_id and published = true));
create policy "delete own comments" on comments for delete using (user_id = auth.uid());
--> posts s c c oc c c
--> posts i - - o - -
--> comments s c c c c c
--> comments i - - c - -
--> comments d - - c - -

--! membership table without a policy
--+ teams
--+ team_docs
alter table team_members enable row level security;
create policy "members read" on docs for select using (exists (select 1 from team_members tm where tm.team_id = docs.team_id and tm.user_id = auth.uid()));

--! membership table with its own policy
--+ teams
--+ team_docs
alter table team_members enable row level security;
create policy "own memberships" on team_members for select using (user_id = auth.uid());
create policy "members read" on docs for select using (team_id in (select team_id from team_members where user_id = auth.uid()));
create policy "members write" on docs for insert with check (team_id in (select tm.team_id from team_members tm where tm.user_id = (select auth.uid())));
create policy "creators change" on docs for update using (created_by = auth.uid() and team_id in (select team_id from team_members where user_id = auth.uid()));
--> team_members s - - o - -
--> docs si - - - r -
--> docs u - - o r -

--! definer helper over memberships
--+ teams
--+ team_docs
alter table team_members enable row level security;
alter table teams enable row level security;
create function is_team_member(_team uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.team_members where team_id = _team and user_id = auth.uid()) $$;
create function is_team_admin(_team uuid) returns boolean language sql stable security definer as $$
  select exists (select 1 from team_members where team_id = _team and user_id = auth.uid() and role = 'admin') $$;
create policy "members see their teams" on teams for select using (is_team_member(id));
create policy "team admins rename" on teams for update using (is_team_admin(id));
create policy "members see each other" on team_members for select using (is_team_member(team_id));
create policy "admins add" on team_members for insert with check (is_team_admin(team_id));
create policy "admins remove" on team_members for delete using (is_team_admin(team_id));
create policy "members read docs" on docs for select to authenticated using ((select is_team_member(team_id)));
create policy "admins delete docs" on docs for delete to authenticated using (is_team_admin(team_id));
create policy "creators update" on docs for update using (created_by = auth.uid() or is_team_admin(team_id));
--> teams s - - - r r
--> teams u - - - - r
--> team_members s - - - r r
--> team_members id - - - - r
--> docs s - - - r r
--> docs d - - - - r
--> docs u - - o r r!

--! set-returning helper
--+ teams
--+ team_docs
create function my_teams() returns setof uuid language sql stable security definer as $$ select team_id from team_members where user_id = auth.uid() $$;
create policy "by set" on docs for select using (team_id in (select my_teams()));
create policy "by any" on docs for insert with check (team_id = any (select my_teams()));
create policy "from set" on docs for delete using (team_id in (select t from my_teams() t));
--> docs si - - - r -
--> docs d - - - r -

--! array-returning helper
--+ teams
--+ team_docs
create function my_team_ids() returns uuid[] language sql stable security definer as $$ select array_agg(team_id) from team_members where user_id = auth.uid() $$;
create policy "by array" on docs for select using (team_id = any (my_team_ids()));
create policy "by array subquery" on docs for insert with check (team_id = any (array(select team_id from team_members where user_id = auth.uid())));
--> docs si - - - r -

--! plpgsql helpers
--+ teams
--+ team_docs
create function can_edit(p_team uuid) returns boolean language plpgsql stable security definer as $$
begin
  if auth.uid() is null then
    return false;
  end if;
  perform 1 from team_members where team_id = p_team and user_id = auth.uid();
  return found;
end $$;
create function team_role(p_team uuid) returns text language plpgsql stable security definer as $$
declare
  r text;
begin
  select role into r from team_members where team_id = p_team and user_id = auth.uid() limit 1;
  return coalesce(r, 'none');
end $$;
create policy "read" on docs for select using (can_edit(team_id));
create policy "admin" on docs for delete using (team_role(team_id) = 'admin');
create policy "not nobody" on docs for insert with check (team_role(team_id) in ('member', 'admin'));
--> docs s - - - r r
--> docs i - - - r r
--> docs d - - - - r

--! plpgsql with a record
--+ profiles
--+ notes
create function current_is_staff() returns boolean language plpgsql stable security definer as $$
declare p record;
begin
  select * into p from profiles where id = auth.uid();
  if not found then
    return false;
  elsif p.role = 'admin' then
    return true;
  else
    return false;
  end if;
end $$;
create policy "own profile" on profiles for select using (id = auth.uid());
create policy "staff" on notes for select using (current_is_staff());
create policy "own" on notes for select using (user_id = auth.uid());
--> profiles s - - o - -
--> notes s - - o - a

--! is_admin column
--+ profiles
--+ notes
create policy "profiles are public" on profiles for select using (true);
create policy "own profile" on profiles for update using (auth.uid() = id) with check (auth.uid() = id);
create policy "admins read" on notes for select using (exists (select 1 from profiles where profiles.id = auth.uid() and profiles.is_admin));
create policy "admins delete" on notes for delete using ((select is_admin from profiles where id = auth.uid()));
create policy "admins update" on notes for update using (coalesce((select p.is_admin from profiles p where p.id = auth.uid()), false)) with check (true);
--> profiles s a a a a a
--> profiles u - - o - -
--> notes sd - - - - a
--> notes u - - - - a!

--! role in profiles
--+ profiles
--+ notes
create policy "self" on profiles for select using ((select auth.uid()) = id);
create policy "admin or owner roles" on notes for select using (exists (select 1 from profiles where id = auth.uid() and role in ('admin', 'owner')));
create policy "admin by scalar" on notes for insert with check ((select role from profiles where id = auth.uid()) = 'admin');
create policy "admin by any" on notes for delete using ((select role from profiles where id = auth.uid()) = any (array['admin', 'super_admin']));
create policy "in list" on notes for update using (auth.uid() in (select id from profiles where role = 'admin'));
--> profiles s - - o - -
--> notes sid - - - - a
--> notes u - - - - a!

--! tenant of one's profile
--+ profiles
create table orders (id uuid primary key default gen_random_uuid(), tenant_id uuid not null, total numeric(10,2) not null default 0 check (total >= 0), created_at timestamptz default now());
alter table orders enable row level security;
create policy "self" on profiles for select using (id = auth.uid());
create policy "same tenant" on orders for select using (tenant_id = (select tenant_id from profiles where id = auth.uid()));
create policy "same tenant insert" on orders for insert with check (tenant_id in (select tenant_id from profiles where id = auth.uid()));
create policy "tenant admins" on orders for delete using (exists (select 1 from profiles p where p.id = auth.uid() and p.tenant_id = orders.tenant_id and p.role = 'admin'));
--> profiles s - - o - -
--> orders si - - - r r
--> orders d - - - - r

--! claims of app_metadata
create table reports (id uuid primary key default gen_random_uuid(), org_id text not null, body jsonb not null default '{}');
alter table reports enable row level security;
create policy "org" on reports for select using (org_id = auth.jwt() -> 'app_metadata' ->> 'org_id');
create policy "org write" on reports for insert with check (org_id = ((select auth.jwt()) -> 'app_metadata' ->> 'org_id'));
create policy "admin claim" on reports for delete using ((auth.jwt() -> 'app_metadata' ->> 'role') = 'admin');
create policy "admin sees" on reports for select using ((auth.jwt() -> 'app_metadata' ->> 'role')::text = 'admin');
--> reports s - - - r a
--> reports i - - - r -
--> reports d - - - - a

--! settings of the request
--+ notes
create policy "sub" on notes for select using (user_id = (current_setting('request.jwt.claims', true)::json ->> 'sub')::uuid);
create policy "role" on notes for insert with check (current_setting('request.jwt.claims', true)::jsonb ->> 'role' = 'authenticated');
create policy "nothing sets it" on notes for delete using (user_id::text = current_setting('app.user_id', true));
--> notes s - - o - -
--> notes i - a a a a

--! a setting that nobody sets, asked for strictly
--+ notes
create policy "own" on notes for select using (user_id::text = current_setting('app.user_id'));

--! e-mail
create table invitations (id uuid primary key default gen_random_uuid(), email text not null, team text);
alter table invitations enable row level security;
create policy "invited" on invitations for select using (email = auth.email());
create policy "invited by claim" on invitations for delete using (lower(email) = lower(auth.jwt() ->> 'email'));
--> invitations sd - - o - -

--! a literal administrator
--+ notes
create policy "the founder" on notes for all using (auth.uid() = '5b0c1f7e-8d0e-4b5e-9a51-0f2a3c4d5e6f'::uuid);
create policy "own" on notes for select using (auth.uid() = user_id);
--> notes s - - o - a
--> notes id - - - - a
--> notes u - - - - a!

--! a literal e-mail address
--+ notes
create policy "the boss" on notes for select using ((auth.jwt() ->> 'email') = 'boss@acme.test');
--> notes s - - - - a

--! assigned and created
create table tickets (id uuid primary key default gen_random_uuid(), created_by uuid not null references auth.users, assigned_to uuid references auth.users, status text not null default 'open' check (status in ('open', 'closed')));
alter table tickets enable row level security;
create policy "see" on tickets for select using (auth.uid() in (created_by, assigned_to));
create policy "assignee works" on tickets for update using (assigned_to = auth.uid());
create policy "creator closes open ones" on tickets for delete using (created_by = auth.uid() and status = 'open');
create policy "create" on tickets for insert with check (created_by = auth.uid());
--> tickets s - - o r -
--> tickets u - - - r! -
--> tickets d - - c - -
--> tickets i - - o - -

--! friends
create table follows (follower_id uuid not null references auth.users, followed_id uuid not null references auth.users, primary key (follower_id, followed_id));
create table photos (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, visibility text not null default 'public' check (visibility in ('public', 'friends', 'private')));
alter table photos enable row level security;
alter table follows enable row level security;
create policy "follows are public" on follows for select using (true);
create policy "follow as oneself" on follows for insert with check (follower_id = auth.uid());
create policy "unfollow" on follows for delete using (auth.uid() = follower_id);
create policy "photos" on photos for select using (user_id = auth.uid() or visibility = 'public' or (visibility = 'friends' and exists (select 1 from follows f where f.follower_id = auth.uid() and f.followed_id = photos.user_id)));
--> follows s a a a a a
--> follows id - - o - -
--> photos s c c oc c c

--! blocked readers
create table blocks (blocker_id uuid not null references auth.users, blocked_id uuid not null references auth.users, primary key (blocker_id, blocked_id));
create table posts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, body text);
alter table posts enable row level security;
create policy "unless blocked" on posts for select to authenticated using (not exists (select 1 from blocks b where b.blocker_id = posts.user_id and b.blocked_id = auth.uid()));
create policy "own" on posts for insert with check (user_id = auth.uid());
--> posts s - a a a a
--> posts i - - o - -

--! nobody is banned
create table banned (user_id uuid primary key references auth.users);
create table posts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, body text);
alter table posts enable row level security;
create policy "read" on posts for select using (true);
create policy "unless banned" on posts for insert to authenticated with check (auth.uid() = user_id and not exists (select 1 from banned where banned.user_id = auth.uid()));
create policy "not in" on posts for delete to authenticated using (user_id = auth.uid() and auth.uid() not in (select b.user_id from banned b));
--> posts s a a a a a
--> posts id - - o - -

--! not one's own
create table reviews (id uuid primary key default gen_random_uuid(), author_id uuid not null references auth.users, body text);
alter table reviews enable row level security;
create policy "others judge" on reviews for update to authenticated using (auth.uid() <> author_id) with check (auth.uid() <> author_id);
create policy "others see" on reviews for select to authenticated using (author_id is distinct from auth.uid());
--> reviews s - a - a a
--> reviews u - a! - a! a!

--! subscribers only
create table subscriptions (user_id uuid primary key references auth.users, status text not null default 'active', ends_at timestamptz not null default now() + interval '1 month');
create table lessons (id uuid primary key default gen_random_uuid(), is_free boolean not null default false, title text);
alter table lessons enable row level security;
create policy "free" on lessons for select using (is_free);
create policy "subscribers" on lessons for select to authenticated using (exists (select 1 from subscriptions s where s.user_id = auth.uid() and s.status = 'active' and s.ends_at > now()));
--> lessons s c a a a a

--! a quota
--+ notes
create policy "read" on notes for select using (user_id = auth.uid());
create policy "ten" on notes for insert with check (user_id = auth.uid());
create table drafts (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users);
alter table drafts enable row level security;
create policy "few notes" on drafts for insert with check (user_id = auth.uid() and (select count(*) from notes n where n.user_id = auth.uid()) < 1000);
--> notes si - - o - -
--> drafts i - - o - -

--! shared with an array
create table files (id uuid primary key default gen_random_uuid(), owner uuid not null default auth.uid(), shared_with uuid[] not null default '{}');
alter table files enable row level security;
create policy "owner" on files for all using (owner = auth.uid());
create policy "shared" on files for select using (auth.uid() = any (shared_with));
create policy "contained" on files for update using (shared_with @> array[auth.uid()]);
--> files s - - o r -
--> files id - - o - -
--> files u - - o r! -

--! column grants
create table accounts (id uuid primary key references auth.users, nickname text, balance numeric not null default 0);
alter table accounts enable row level security;
revoke all on accounts from anon, authenticated;
grant select (id, nickname), update (nickname) on accounts to authenticated;
create policy "own" on accounts for all using (id = auth.uid());
--> accounts su - - o - -

--! no grant
create table secrets (id uuid primary key, name text);
alter table secrets enable row level security;
revoke all on secrets from anon, authenticated;
create policy "all" on secrets using (true);

--! row security off
create table logs (id bigint generated always as identity primary key, message text);
create table own_logs (id bigint generated always as identity primary key, user_id uuid references auth.users, message text);
create policy "forgotten switch" on own_logs using (user_id = auth.uid());
--> logs sid a a a a a
--> logs u a a a a a a
--> own_logs sid a a a a a
--> own_logs u a! a! a! a! a!

--! no update without select
--+ notes
create policy "update own" on notes for update using (user_id = auth.uid());
create policy "delete own" on notes for delete using (user_id = auth.uid());
create policy "anybody drops" on notes for insert with check (true);
--> notes i a a a a a

--! update check stricter than using
--+ notes
create policy "read own" on notes for select using (user_id = auth.uid());
create policy "drafts stay drafts" on notes for update using (user_id = auth.uid()) with check (user_id = auth.uid() and status = 'draft');
--> notes s - - o - -
--> notes u - - c - -

--! conditions of many kinds
create table events (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, starts_at timestamptz not null, deleted_at timestamptz, capacity int not null default 10 check (capacity between 1 and 500), kind text not null default 'meetup');
alter table events enable row level security;
create policy "not deleted" on events for select using (deleted_at is null);
create policy "future own" on events for update using (user_id = auth.uid() and starts_at > now()) with check (user_id = auth.uid());
create policy "small ones" on events for insert with check (user_id = auth.uid() and capacity <= 50);
create policy "kinds" on events for delete using (user_id = auth.uid() and kind in ('meetup', 'talk'));
--> events s c c c c c
--> events u - - c - -
--> events i - - c - -
--> events d - - c - -

--! a view that asks as its owner
--+ notes
create policy "own" on notes for select using (user_id = auth.uid());
create view all_titles as select id, title from notes;
create view public_notes as select id, user_id, title from notes where is_public;
create view my_notes as select id, user_id, title from notes where user_id = auth.uid();
create view visible_notes with (security_invoker = true) as select id, user_id, title from notes;
create view visible_public with (security_invoker = on) as select id, user_id, title from notes where is_public;
--> notes s - - o - -
--> all_titles s a a a a a a
--> public_notes s c c c c c c
--> my_notes s - - o - - -
--> visible_notes s - - o - - a
--> visible_public s - - c - - c
--> all_titles u a a a a a a
--> all_titles id a a a a a a
--> public_notes u c! c! c! c! c! c!
--> public_notes i a a a a a a
--> public_notes d c c c c c c
--> my_notes u - - o! - - -
--> my_notes i a a a a a a
--> my_notes d - - o - - -
--> visible_public u - - - - - c!
--> visible_public d - - - - - c

--! a view over a join
create table posts (id uuid primary key default gen_random_uuid(), author_id uuid not null references auth.users, title text, published boolean not null default false);
create table tags (id uuid primary key default gen_random_uuid(), post_id uuid not null references posts, name text);
alter table posts enable row level security;
alter table tags enable row level security;
create policy "own posts" on posts for select using (author_id = auth.uid());
create policy "tags for all" on tags for select using (true);
create view post_tags with (security_invoker) as select p.id, p.author_id, p.title, t.name from posts p join tags t on t.post_id = p.id;
create materialized view post_counts as select published, count(*) from posts group by published;
--> posts s - - o - -
--> tags s a a a a a
--> post_tags s - - o - - a
--> post_counts s a a a a a
--> post_counts iud - - - - - -
--> post_tags iud - - - - - -

--! an INSTEAD OF trigger
--+ notes
create policy "read" on notes for select using (true);
create view editable as select id, title from notes where is_public;
create function write_note() returns trigger language plpgsql security definer as $$ begin update notes set title = new.title where id = new.id; return new; end $$;
create trigger write_through instead of update on editable for each row execute function write_note();
revoke insert, delete on editable from anon, authenticated, service_role;
--> notes s a a a a a
--> editable s c c c c c c
--> editable u ? ? ? ? ? ?
--> editable id - - - - - -

--! a trigger that rewrites the row
--+ notes
create function take() returns trigger language plpgsql as $$ begin new.user_id := auth.uid(); return new; end $$;
create trigger take_ownership before insert on notes for each row execute function take();
create function touch() returns trigger language plpgsql as $$ begin new.created_at = now(); return new; end $$;
create trigger touch_it before update on notes for each row execute function touch();
create policy "own" on notes using (user_id = auth.uid());
--> notes sud - - o - -
--> notes i ? ? ? ? ?

--! forced and owned by an API role
--+ notes
alter table notes owner to authenticated;
create policy "own" on notes for select using (user_id = auth.uid());
create table forced (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users);
alter table forced enable row level security;
alter table forced force row level security;
alter table forced owner to authenticated;
create policy "own" on forced for select using (user_id = auth.uid());
--> notes sid - a a a a
--> notes u - a! a! a! a!
--> forced s - - o - -

--! a recursion over two tables
create table lists (id uuid primary key default gen_random_uuid(), owner_id uuid references auth.users);
create table list_shares (list_id uuid references lists, user_id uuid references auth.users, primary key (list_id, user_id));
alter table lists enable row level security;
alter table list_shares enable row level security;
create policy "own or shared" on lists for select using (owner_id = auth.uid() or exists (select 1 from list_shares s where s.list_id = lists.id and s.user_id = auth.uid()));
create policy "shares of own lists" on list_shares for select using (exists (select 1 from lists l where l.id = list_id and l.owner_id = auth.uid()));
create policy "own lists" on lists for insert with check (owner_id = auth.uid());
--> lists i - - o - -

--! the same without recursion
create table lists (id uuid primary key default gen_random_uuid(), owner_id uuid references auth.users);
create table list_shares (list_id uuid references lists, user_id uuid references auth.users, can_write boolean not null default false, primary key (list_id, user_id));
alter table lists enable row level security;
alter table list_shares enable row level security;
create function owns_list(l uuid) returns boolean language sql stable security definer return exists (select 1 from lists where lists.id = l and lists.owner_id = auth.uid());
create policy "own or shared" on lists for select using (owner_id = auth.uid() or exists (select 1 from list_shares s where s.list_id = lists.id and s.user_id = auth.uid()));
create policy "writers" on lists for update using (id in (select s.list_id from list_shares s where s.user_id = auth.uid() and s.can_write));
create policy "shares of own lists" on list_shares for select using (user_id = auth.uid() or owns_list(list_id));
create policy "share own lists" on list_shares for insert with check (owns_list(list_id));
--> lists s - - o r -
--> lists u - - - r! -
--> list_shares s - - o r -
--> list_shares i - - - r -

--! no right to a helper
--+ notes
create function is_editor() returns boolean language sql stable security definer as $$ select true $$;
revoke execute on function is_editor() from public, anon, authenticated;
create policy "editors" on notes for select using (is_editor());

--! reading auth.users
--+ notes
create policy "by metadata" on notes for select using (exists (select 1 from auth.users u where u.id = auth.uid() and u.raw_app_meta_data ->> 'role' = 'admin'));
create function is_app_admin() returns boolean language sql stable security definer as $$ select coalesce((select raw_app_meta_data ->> 'role' = 'admin' from auth.users where id = auth.uid()), false) $$;
create function is_user_admin() returns boolean language sql stable security definer as $$ select (raw_user_meta_data ->> 'role') = 'admin' from auth.users where id = auth.uid() $$;
create policy "definer" on notes for delete using (is_app_admin());
create policy "self-made" on notes for insert with check (is_user_admin());
--> notes i - a a a a

--! auth.users through a definer only
--+ notes
create function is_app_admin() returns boolean language sql stable security definer as $$ select coalesce((select raw_app_meta_data ->> 'role' = 'admin' from auth.users where id = auth.uid()), false) $$;
create policy "definer" on notes for select using (is_app_admin());
create policy "definer deletes" on notes for delete using (is_app_admin());
--> notes sd - - - - a

--! roles in a table of their own
create table roles (id int primary key, name text not null unique);
create table user_roles (user_id uuid references auth.users, role_id int references roles, primary key (user_id, role_id));
create table settings (key text primary key, value text);
alter table settings enable row level security;
create policy "admins" on settings for all using (exists (select 1 from user_roles ur join roles r on r.id = ur.role_id where ur.user_id = auth.uid() and r.name = 'admin'));
create policy "signed in read" on settings for select to authenticated using (true);
--> settings s - a a a a
--> settings iud - - - - a

--! a table of administrators
--+ notes
create table admins (user_id uuid primary key references auth.users);
alter table admins enable row level security;
create policy "read self" on admins for select using (user_id = auth.uid());
create policy "admins read" on notes for select using (auth.uid() in (select user_id from admins));
create policy "admins delete" on notes for delete using (exists (select 1 from admins a where a.user_id = (select auth.uid())));
--> admins s - - o - -
--> notes sd - - - - a

--! moderators and admins
--+ user_roles
--+ notes
create function any_role(_roles app_role[]) returns boolean language sql stable security definer as $$ select exists (select 1 from user_roles where user_id = auth.uid() and role = any (_roles)) $$;
create policy "own roles" on user_roles for select using (user_id = auth.uid());
create policy "moderators hide" on notes for update using (any_role(array['moderator', 'admin']::app_role[]));
create policy "staff read" on notes for select using (has_role(auth.uid(), 'moderator') or has_role(auth.uid(), 'admin'));
create policy "only moderators" on notes for delete using (has_role(auth.uid(), 'moderator'));
--> user_roles s - - o - -
--> notes s - - - - a
--> notes u - - - - a!

--! three tenant roles
create table orgs (id uuid primary key default gen_random_uuid(), name text);
create table org_members (id uuid primary key default gen_random_uuid(), org_id uuid not null references orgs, user_id uuid not null references auth.users, role text not null default 'viewer' check (role in ('viewer', 'editor', 'admin', 'owner')), status text not null default 'active' check (status in ('active', 'invited')), unique (org_id, user_id));
create table pages (id uuid primary key default gen_random_uuid(), org_id uuid not null references orgs, title text);
alter table orgs enable row level security;
alter table org_members enable row level security;
alter table pages enable row level security;
create function org_role(o uuid) returns text language sql stable security definer as $$ select role from org_members where org_id = o and user_id = auth.uid() and status = 'active' $$;
create policy "see own org" on orgs for select using (org_role(id) is not null);
create policy "owners delete" on orgs for delete using (org_role(id) = 'owner');
create policy "see colleagues" on org_members for select using (org_role(org_id) is not null);
create policy "view" on pages for select using (org_role(org_id) in ('viewer', 'editor', 'admin', 'owner'));
create policy "edit" on pages for update using (org_role(org_id) = any (array['editor', 'admin', 'owner'])) with check (org_role(org_id) = any (array['editor', 'admin', 'owner']));
create policy "add" on pages for insert with check (org_role(org_id) in ('editor', 'admin', 'owner'));
create policy "remove" on pages for delete using (org_role(org_id) in ('admin', 'owner'));
--> orgs s - - - r r
--> org_members s - - - r r
--> pages s - - - r r
--> pages uid - - - - r

--! memberships that must be accepted
create table rooms (id uuid primary key default gen_random_uuid(), is_open boolean not null default false);
create table room_users (room_id uuid references rooms, user_id uuid references auth.users, accepted_at timestamptz, primary key (room_id, user_id));
alter table rooms enable row level security;
create policy "open or joined" on rooms for select to authenticated using (is_open or id in (select room_id from room_users where user_id = auth.uid() and accepted_at is not null));
--> rooms s - c c rc c

--! CASE and coalesce
--+ notes
create policy "by status" on notes for select using (case when status = 'published' then true else user_id = auth.uid() end);
create policy "coalesced" on notes for delete using (coalesce(user_id = auth.uid(), false));
create policy "case of" on notes for insert with check (case status when 'draft' then user_id = auth.uid() else false end);
--> notes s c c oc c c
--> notes d - - o - -
--> notes i - - c - -

--! negations
--+ notes
create policy "not private" on notes for select using (not (status = 'private'));
create policy "not true" on notes for delete using (user_id = auth.uid() and is_public is not true);
create policy "not distinct" on notes for update using (user_id is not distinct from auth.uid());
create policy "not not" on notes for insert with check (not (auth.uid() <> user_id));
--> notes s c c c c c
--> notes d - - c - -
--> notes u - - c - -
--> notes i - - o - -

--! anonymous sign-ins
--+ notes
create policy "no anonymous sign-ins" on notes as restrictive for all to authenticated using ((select (auth.jwt() ->> 'is_anonymous')::boolean) is false);
create policy "read" on notes for select using (true);
create policy "write" on notes for insert to authenticated with check (auth.uid() = user_id);
--> notes s a a a a a
--> notes i - - o - -

--! nullable owners
create table tasks (id uuid primary key default gen_random_uuid(), user_id uuid references auth.users, done boolean default false);
alter table tasks enable row level security;
create policy "own or nobody's" on tasks for select using (user_id = auth.uid() or user_id is null);
create policy "claim" on tasks for update to authenticated using (user_id is null) with check (user_id = auth.uid() or user_id is null);
create policy "anonymous insert" on tasks for insert to anon with check (user_id is null);
--> tasks s c c oc c c
--> tasks u - c c c c
--> tasks i c - - - -

--! two ties at once
--+ teams
--+ team_docs
create policy "members see teams" on docs for select using (created_by = auth.uid() and exists (select 1 from team_members m where m.team_id = docs.team_id and m.user_id = auth.uid()));
create policy "creators or members" on docs for delete using (created_by = auth.uid() or exists (select 1 from team_members m where m.team_id = docs.team_id and m.user_id = auth.uid()));
--> docs s - - o r -
--> docs d - - o r -

--! admins of whom
--+ profiles
create table payslips (id uuid primary key default gen_random_uuid(), employee_id uuid not null references auth.users, amount numeric not null);
alter table payslips enable row level security;
create policy "self" on profiles for select using (id = auth.uid());
create policy "own" on payslips for select using (employee_id = auth.uid());
create policy "admins, not their own" on payslips for update using (exists (select 1 from profiles where id = auth.uid() and role = 'admin') and employee_id <> auth.uid());
create policy "admins see" on payslips for select using (exists (select 1 from profiles where id = auth.uid() and role = 'admin'));
--> profiles s - - o - -
--> payslips s - - o - a
--> payslips u - - - - a!

--! profiles mapped to logins
create table people (id uuid primary key default gen_random_uuid(), auth_id uuid not null unique references auth.users, name text);
create table bookings (id uuid primary key default gen_random_uuid(), person_id uuid not null references people, at timestamptz not null default now());
alter table people enable row level security;
alter table bookings enable row level security;
create policy "self" on people for select using (auth_id = auth.uid());
create policy "own bookings" on bookings for select using (person_id = (select id from people where auth_id = auth.uid()));
create policy "make bookings" on bookings for insert with check (person_id in (select id from people where auth_id = auth.uid()));
--> people s - - o - -
--> bookings si - - - r -

--! a profile that is the login
--+ profiles
create table wallets (id uuid primary key default gen_random_uuid(), profile_id uuid not null references profiles, amount numeric not null default 0);
alter table wallets enable row level security;
create policy "self" on profiles for select using (id = auth.uid());
create policy "own wallet" on wallets for select using (profile_id = auth.uid());
create policy "own wallet, the long way" on wallets for update using (exists (select 1 from profiles p where p.id = wallets.profile_id and p.id = auth.uid()));
--> profiles s - - o - -
--> wallets su - - o - -

--! unions and common tables
--+ teams
--+ team_docs
create table guests (team_id uuid references teams, user_id uuid references auth.users, primary key (team_id, user_id));
create policy "members and guests" on docs for select using (team_id in (select team_id from team_members where user_id = auth.uid() union select team_id from guests where user_id = auth.uid()));
create policy "with" on docs for delete using (exists (with mine as (select team_id from team_members where user_id = auth.uid()) select 1 from mine where mine.team_id = docs.team_id));
create policy "derived" on docs for insert with check (team_id in (select x.team_id from (select team_id from team_members where user_id = auth.uid()) x));
--> docs sdi - - - r -

--! names and paths
create table objects (id uuid primary key default gen_random_uuid(), bucket_id text not null, name text not null);
alter table objects enable row level security;
create policy "own folder" on objects for select using (bucket_id = 'avatars' and (storage.foldername(name))[1] = auth.uid()::text);
create policy "own folder, any bucket" on objects for insert with check ((storage.foldername(name))[1] = (select auth.uid()::text));
create policy "public bucket" on objects for select using (bucket_id = 'public');
create policy "prefix" on objects for delete using (name like (auth.uid()::text || '/%'));
create policy "split" on objects for update using (split_part(name, '/', 1) = auth.uid()::text);
--> objects s c c c c c
--> objects i - - o - -
--> objects u - - c - -
--> objects d - - c - -

--! shared in JSON
create table boards (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users, members jsonb not null default '[]');
alter table boards enable row level security;
create policy "owner" on boards for all using (owner_id = auth.uid());
create policy "members" on boards for select using (members ? auth.uid()::text);
--> boards s - - o r -
--> boards iud - - o - -

--! a helper that calls a helper
--+ user_roles
--+ notes
create function am_admin() returns boolean language plpgsql stable security definer as $$ begin return has_role(auth.uid(), 'admin'); end $$;
create function may_read(n_user uuid, n_public boolean) returns boolean language sql stable as $$ select n_public or n_user = auth.uid() or am_admin() $$;
create policy "by helper" on notes for select using (may_read(user_id, is_public));
create policy "admin deletes" on notes for delete using (am_admin());
create policy "named arguments" on notes for update using (may_read(n_public => false, n_user => user_id));
create policy "default argument" on notes for insert with check (am_admin() or user_id = auth.uid());
--> notes s c c oc c a
--> notes d - - - - a
--> notes u - - o - a!
--> notes i - - o - a

--! what nobody reads
--+ notes
create function looping(x uuid) returns boolean language plpgsql stable as $$ declare r boolean := false; i int; begin for i in 1..3 loop r := true; end loop; return r; end $$;
create policy "looping" on notes for select using (looping(user_id));
create policy "own" on notes for delete using (user_id = auth.uid());
--> notes s ? ? ? ? ?
--> notes d - - ? - -

--! helpers in a private schema
create schema SCHEMA_private;
create table SCHEMA_private.members (org_id uuid, user_id uuid references auth.users, primary key (org_id, user_id));
grant select on SCHEMA_private.members to authenticated;
create function SCHEMA_private.is_member(o uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA_private.members m where m.org_id = o and m.user_id = (select auth.uid())) $$;
create table orgs (id uuid primary key default gen_random_uuid(), name text);
create table org_docs (id uuid primary key default gen_random_uuid(), org_id uuid not null references orgs, title text);
alter table orgs enable row level security;
alter table org_docs enable row level security;
create policy "members" on orgs for select using (SCHEMA_private.is_member(id));
create policy "members, without a function" on org_docs for select to authenticated using (exists (select 1 from SCHEMA_private.members m where m.org_id = org_docs.org_id and m.user_id = auth.uid()));
--> orgs s - - - r -
--> org_docs s - - - r -

--! a view over a view
--+ notes
create policy "own" on notes for select using (user_id = auth.uid());
create policy "published" on notes for select using (status = 'published');
create view inner_notes with (security_invoker = true) as select id, user_id, title, status from notes;
create view outer_notes with (security_invoker = true) as select id, user_id, title as heading from inner_notes where status <> 'archived';
create view definer_outer as select id, user_id from inner_notes;
revoke insert, update, delete on inner_notes, outer_notes, definer_outer from anon, authenticated, service_role;
--> notes s c c oc c c
--> inner_notes s c c oc c c
--> inner_notes iud - - - - - -
--> outer_notes s c c c c c c
--> outer_notes iud - - - - - -
--> definer_outer s c c oc c c
--> definer_outer iud - - - - - -

--! partitions
create table measurements (id uuid not null default gen_random_uuid(), user_id uuid not null references auth.users, at date not null default '2026-01-01', primary key (id, at)) partition by range (at);
create table measurements_2026 partition of measurements for values from ('2020-01-01') to ('2030-01-01');
alter table measurements enable row level security;
create policy "own" on measurements for all using (user_id = auth.uid());
--> measurements siud - - o - -

--! a role of the team's own
--+ notes
create policy "read own" on notes for select to public using (user_id = (select auth.uid()));
create policy "postgres only" on notes for all to postgres using (true);
create policy "authenticator" on notes for delete to authenticator using (true);
--> notes s - - o - -

--! many conditions at once
create table articles (id uuid primary key default gen_random_uuid(), author_id uuid not null references auth.users, editor_id uuid references auth.users, status text not null default 'draft' check (status in ('draft', 'review', 'published')), deleted_at timestamptz);
alter table articles enable row level security;
create policy "published" on articles for select using (status = 'published' and deleted_at is null);
create policy "author" on articles for select using (author_id = auth.uid() and deleted_at is null);
create policy "editor" on articles for select using (editor_id = auth.uid() and status in ('review', 'published'));
create policy "author edits drafts" on articles for update using (author_id = auth.uid() and status = 'draft') with check (author_id = auth.uid() and status in ('draft', 'review'));
create policy "author writes" on articles for insert with check (author_id = auth.uid() and editor_id is null);
create policy "nobody deletes published" on articles as restrictive for delete using (status <> 'published');
create policy "author deletes" on articles for delete using (author_id = auth.uid());
--> articles s c c c c c
--> articles u - - c - -
--> articles i - - c - -
--> articles d - - c c -

--! two kinds of members
create table clinics (id uuid primary key default gen_random_uuid(), name text);
create table doctors (clinic_id uuid references clinics, user_id uuid references auth.users, primary key (clinic_id, user_id));
create table patients (id uuid primary key default gen_random_uuid(), user_id uuid not null references auth.users, clinic_id uuid not null references clinics);
create table records (id uuid primary key default gen_random_uuid(), patient_id uuid not null references patients, note text);
alter table patients enable row level security;
alter table records enable row level security;
create policy "self" on patients for select using (user_id = auth.uid());
create policy "doctors of the clinic" on patients for select using (clinic_id in (select d.clinic_id from doctors d where d.user_id = auth.uid()));
create policy "own records" on records for select using (patient_id in (select p.id from patients p where p.user_id = auth.uid()));
create policy "doctors write" on records for insert with check (exists (select 1 from patients p join doctors d on d.clinic_id = p.clinic_id where p.id = records.patient_id and d.user_id = auth.uid()));
--> patients s - - o r -
--> records si - - - r -

--! text identifiers
create table prefs (id text primary key, user_id text not null, value text);
alter table prefs enable row level security;
create policy "text" on prefs for select using (user_id = auth.uid()::text);
create policy "cast the other way" on prefs for delete using (user_id::uuid = auth.uid());
create policy "sub" on prefs for insert with check (user_id = (auth.jwt() ->> 'sub'));
create policy "both" on prefs for update using (user_id = (select (auth.jwt() ->> 'sub'))) with check (user_id = (select auth.uid()::text));
--> prefs siud - - o - -

--! a helper that lists roles
--+ user_roles
--+ notes
create function is_staff() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.user_roles r where r.user_id = auth.uid() and r.role in ('admin', 'moderator')) $$;
create policy "staff do all" on notes for all to authenticated using (is_staff()) with check (is_staff());
--> notes sid - - - - a
--> notes u - - - - a!

--! a helper that leaves roles out
--+ user_roles
--+ notes
create function is_staff() returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.user_roles r where r.user_id = auth.uid() and r.role not in ('moderator', 'user')) $$;
create policy "staff read" on notes for select to authenticated using (is_staff());
--> notes s - - - - a

--! a helper that lists states, another their pattern
--+ notes
create function is_listed(state text) returns boolean language sql immutable as $$ select state in ('published', 'archived') $$;
create function is_named(title text) returns boolean language sql immutable as $$ select title similar to 'A%|B%' $$;
create policy "listed" on notes for select using (is_listed(status));
create policy "named are deleted by their owners" on notes for delete to authenticated using (user_id = auth.uid() and is_named(title));
--> notes s c c c c c
--> notes d - - c - -

--! a helper that asks for a permission, its parameters under the function's own name
--+ notes
create table staff (user_id uuid references auth.users, job text not null, primary key (user_id, job));
alter table staff enable row level security;
create function may_read(wanted uuid, user_id uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
begin
  return may_read.wanted = may_read.user_id;
end $$;
create policy "own" on notes for select to authenticated using (may_read(notes.user_id, auth.uid()));
--> notes s - - o - -

--! a helper that selects an expression into a variable
create table files (id int primary key, path text not null);
alter table files enable row level security;
create function top(path text) returns text language plpgsql immutable as $$
declare
  pieces text[];
begin
  select string_to_array(path, '/') into pieces;
  return pieces[1];
end $$;
create policy "own folder" on files for select to authenticated using (top(path) = auth.uid()::text);
--> files s - - o - -

--! a case with several states before the owner's turn
create table drawings (id int primary key, user_id uuid not null references auth.users, state text not null default 'private' check (state in ('private', 'public', 'unlisted')));
alter table drawings enable row level security;
create policy "by state" on drawings for select using (case state when 'public' then true when 'unlisted' then true else auth.uid() = user_id end);
--> drawings s c c oc c c

--! a trigger that rewrites a row that nobody may insert
create table visits (id int primary key, user_id uuid not null references auth.users);
alter table visits enable row level security;
create function stamped() returns trigger language plpgsql as $$ begin new.user_id := auth.uid(); return new; end $$;
create trigger stamps before insert on visits for each row execute function stamped();
create policy "own" on visits for select to authenticated using (auth.uid() = user_id);
--> visits s - - o - -

--! what a table of settings forbids, and what it allows
--+ notes
create table settings (key text primary key, value text not null);
alter table settings enable row level security;
create function is_on(wanted text) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.settings s where s.key = wanted and s.value = 'on') $$;
create policy "open" on notes for select using (not is_on('maintenance'));
create policy "write" on notes for insert to authenticated with check (user_id = auth.uid() and is_on('writing') and not is_on('freeze'));
create policy "default" on notes for delete to authenticated using (user_id = auth.uid() and coalesce((select s.value from settings s where s.key = 'delete'), 'on') <> 'off');
--> notes s a a a a a
--> notes i - - o - -
--> notes d - - o - -

--! a role that the token holds is looked up among the permissions
create type staff_role as enum ('admin', 'moderator');
create table channels (id int primary key, slug text not null);
create table permissions (id int primary key, role staff_role not null, permission text not null);
alter table channels enable row level security; alter table permissions enable row level security;
create function allowed(wanted text) returns boolean language plpgsql stable security definer set search_path = '' as $$
declare
  counted int;
  mine SCHEMA.staff_role;
begin
  select (auth.jwt() ->> 'user_role')::SCHEMA.staff_role into mine;
  select count(*) into counted from SCHEMA.permissions p where p.permission = allowed.wanted and p.role = mine;
  return counted > 0;
end $$;
create policy "read" on channels for select to authenticated using (true);
create policy "delete" on channels for delete to authenticated using ((select allowed('channels.delete')));
--> channels s - a a a a
--> channels d - - - - a

--! a role in a table is looked up among the permissions
--+ user_roles
--+ notes
create table permissions (id int primary key, role app_role not null, permission text not null);
alter table permissions enable row level security;
create function allowed(wanted text, who uuid) returns boolean language plpgsql stable security definer set search_path = '' as $$
declare counted int;
begin
  select count(*) from SCHEMA.permissions p join SCHEMA.user_roles r on r.role = p.role
   where p.permission = allowed.wanted and r.user_id = allowed.who into counted;
  return counted > 0;
end $$;
create policy "own" on notes for select to authenticated using (user_id = auth.uid());
create policy "allowed" on notes for select to authenticated using (allowed('notes.read', auth.uid()));
--> notes s - - o - a

--! folders within folders
create table folders (id uuid primary key default gen_random_uuid(), parent_id uuid references folders(id), owner_id uuid not null references auth.users);
create table shares (folder_id uuid references folders(id), user_id uuid references auth.users, primary key (folder_id, user_id));
alter table folders enable row level security; alter table shares enable row level security;
create function may_open(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  with recursive above as (
    select f.id, f.parent_id, f.owner_id from SCHEMA.folders f where f.id = wanted
    union all
    select f.id, f.parent_id, f.owner_id from SCHEMA.folders f join above a on f.id = a.parent_id)
  select exists (select 1 from above a left join SCHEMA.shares s on s.folder_id = a.id where a.owner_id = auth.uid() or s.user_id = auth.uid()) $$;
create policy "open" on folders for select to authenticated using (may_open(id));
--> folders s - - o r -

--! a helper that finds the row again by its key
--+ notes
create function is_mine(wanted uuid) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.notes n where n.id = wanted and n.user_id = auth.uid()) $$;
create policy "mine" on notes for select using (is_mine(id));
create policy "mine, and a draft" on notes for delete using (is_mine(id) and status = 'draft');
--> notes s - - o - -
--> notes d - - c - -

--! what is asked of the row that the row refers to is a condition
--+ teams
create table projects (id int primary key, team_id uuid not null references teams, archived boolean not null default false);
create table tasks (id int primary key, project_id int not null references projects, title text);
alter table tasks enable row level security;
create policy "of running projects" on tasks for select to authenticated using (exists (
  select 1 from projects p join team_members m on m.team_id = p.team_id where p.id = tasks.project_id and not p.archived and m.user_id = auth.uid()));
create policy "of all projects" on tasks for update to authenticated using (exists (
  select 1 from projects p join team_members m on m.team_id = p.team_id where p.id = tasks.project_id and m.user_id = auth.uid()));
--> tasks s - - - c -
--> tasks u - - - c -

--! comments of published posts, whose authors see their drafts
create table posts (id int primary key, author_id uuid not null references auth.users, published boolean not null default false);
create table comments (id int primary key, post_id int not null references posts, user_id uuid not null references auth.users, body text);
alter table posts enable row level security; alter table comments enable row level security;
create policy "published" on posts for select using (published);
create policy "drafts" on posts for select to authenticated using (author_id = auth.uid());
create policy "of published posts" on comments for select using (exists (select 1 from posts p where p.id = comments.post_id and p.published));
create policy "on published posts" on comments for insert to authenticated with check (user_id = auth.uid() and exists (select 1 from posts p where p.id = comments.post_id and p.published));
--> posts s c c oc c c
--> comments s c c c c c
--> comments i - - c - -

--! blocks that only the blocker sees carve out nobody
create table blocks (blocker_id uuid references auth.users, blocked_id uuid references auth.users, primary key (blocker_id, blocked_id));
create table stories (id int primary key, author_id uuid not null references auth.users);
alter table blocks enable row level security; alter table stories enable row level security;
create policy "own" on blocks using (blocker_id = auth.uid());
create policy "not blocked" on stories for select to authenticated using (not exists (select 1 from blocks b where b.blocker_id = stories.author_id and b.blocked_id = auth.uid()));
--> blocks siud - - o - -
--> stories s - a a a a

--! a tenant and a role in one token
create table invoices (id int primary key, tenant_id uuid not null);
alter table invoices enable row level security;
create policy "tenant" on invoices for select to authenticated using (tenant_id = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')::uuid);
create policy "its administrators" on invoices for update to authenticated using (tenant_id = ((select auth.jwt()) -> 'app_metadata' ->> 'tenant_id')::uuid and ((select auth.jwt()) -> 'app_metadata' ->> 'role') = 'admin');
--> invoices s - - - r r
--> invoices u - - - - r

--! a claim as JSON, and one that nothing sets
--+ notes
create function claim(name text) returns jsonb language sql stable as $$
  select coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb -> 'app_metadata' -> name, null) $$;
create table plans (id uuid primary key, active boolean not null);
create policy "administrators" on notes for select to authenticated using (claim('userrole') = '"ADMIN"'::jsonb);
create policy "of a plan" on notes for delete to authenticated using (exists (select 1 from plans p where p.id = (auth.jwt() ->> 'plan_id')::uuid and p.active));
--> notes s - - - - a

--! a helper with a row variable and types of its own schema
create type staff_role as enum ('user', 'admin');
create table people (id uuid primary key references auth.users, role staff_role not null default 'user');
create table papers (id int primary key, user_id uuid not null references auth.users);
alter table people enable row level security; alter table papers enable row level security;
create function my_role() returns SCHEMA.staff_role language plpgsql stable security definer set search_path = '' as $$
declare
  found_role SCHEMA.staff_role := null;
  me SCHEMA.people%rowtype;
  nothing constant integer not null := 0;
begin
  select * into me from SCHEMA.people where id = auth.uid();
  found_role := me.role;
  return found_role;
end $$;
create policy "own, or administrator" on papers for select to authenticated using (user_id = auth.uid() or (select my_role()) = 'admin');
--> papers s - - o - a

--! a policy may count its own table's rows where what it sees of them is plain
create table drafts (id int primary key, user_id uuid not null references auth.users);
alter table drafts enable row level security;
create policy "own" on drafts for select using (auth.uid() = user_id);
create policy "ten at most" on drafts for insert with check (auth.uid() = user_id and (select count(*) from drafts d where d.user_id = auth.uid()) < 10);
create table letters (id int primary key, user_id uuid not null references auth.users);
alter table letters enable row level security;
create policy "own" on letters for select using ((select auth.uid()) = user_id);
create policy "ten at most" on letters for insert with check (auth.uid() = user_id and (select count(*) from letters l where l.user_id = auth.uid()) < 10);
--> drafts si - - o - -
--> letters s - - o - -

--! shares with what they permit
create table sheets (id uuid primary key default gen_random_uuid(), owner_id uuid not null references auth.users);
create table shares (sheet_id uuid references sheets, user_id uuid references auth.users, permission text not null default 'view' check (permission in ('view', 'edit')), primary key (sheet_id, user_id));
alter table sheets enable row level security; alter table shares enable row level security;
create function shared(sheet uuid, wanted text[]) returns boolean language sql stable security definer set search_path = '' as $$
  select exists (select 1 from SCHEMA.shares s where s.sheet_id = sheet and s.user_id = auth.uid() and s.permission = any (wanted)) $$;
create policy "see" on sheets for select to authenticated using (owner_id = auth.uid() or shared(id, array['view', 'edit']));
create policy "own" on sheets for delete to authenticated using (owner_id = auth.uid());
--> sheets s - - o r r
--> sheets d - - o - -
