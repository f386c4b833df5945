create schema s1; create table t (id serial primary key, a int default 5 check (a>0), b text collate "C", c int generated always as (a*2) stored, d int generated always as identity);
create index i on t (a desc, lower(b)) include (c) where a>1; create unique index on t(b);
create view v as select a,b from t; create materialized view m as select * from v; create index on m(a);
create type e as enum ('a','b'); create domain dd as int default 4 not null check (value>1); create type comp as (a int); create type rg as range (subtype=int);
create function f(int, text) returns int language sql as $$ select 1 $$ ; create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger g before insert or update of a on t for each row execute function f();
create table p (a int, b int) partition by range(a,(b+1)); create table p1 partition of p for values from (1,2) to (3,4); create table q () inherits (t); create table u (x int references t(id) on delete cascade deferrable);
alter table u add foreign key (x) references t(id) on delete set null not valid;
comment on table t is 'hi'; comment on column t.a is 'x'; comment on constraint t_pkey on t is 'x'; comment on type e is 'q'; comment on function f() is 'f'; comment on view v is 'v'; comment on trigger g on t is 'g';
