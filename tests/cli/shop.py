"""A snapshot of a small shop, as a document might state it, and as a database might have it."""

from __future__ import annotations

DOCUMENTED = """\
format: 1
origin: documents
sources:
  - {path: docs/shop.md, project: shop, updated: "2023-05-01"}

schemas:
  public: {at: docs/shop.md:1, complete: [tables]}

tables:
  public.customers: {rls: true, at: docs/shop.md:10, complete: [columns]}
  public.orders: {at: docs/shop.md:30, description: What people buy}

columns:
  public.customers.id: {type: uuid, nullable: false, at: docs/shop.md:12}
  public.customers.email: {type: character varying(255), nullable: false, default: null, at: docs/shop.md:13}
  public.orders.customer_id: {type: uuid, at: docs/shop.md:32}

constraints:
  public.customers.customers_pkey: {type: primary key, columns: [id], at: docs/shop.md:12, named: false}
  public.customers.customers_email_key: {type: unique, columns: [email], at: docs/shop.md:13, named: false}
  public.orders.orders_customer_id_fkey:
    {type: foreign key, columns: [customer_id], references: public.customers(id), at: docs/shop.md:33}

publications:
  supabase_realtime: {at: docs/shop.md:50}

publication_members:
  supabase_realtime.public.orders: {at: docs/shop.md:51}

claims:
  c1: {claim: access, about: public.orders, text: Customers see their own orders, at: docs/shop.md:40}
"""

LIVE = """\
format: 1
origin: database
complete: true
server: "16.4"
database: shop
schemas:
  public: {}
tables:
  public.customers: {rls: false}
  public.orders: {rls: true}
  public.tmp_import: {rls: false}
columns:
  public.customers.id: {type: uuid, nullable: false, default: null}
  public.customers.email: {type: character varying(255), nullable: true, default: null}
  public.orders.customer_id: {type: uuid, nullable: true, default: null}
  public.tmp_import.line: {type: text, nullable: true, default: null}
constraints:
  public.customers.customers_pkey: {type: primary key, columns: [id]}
  public.customers.customers_email_key: {type: unique, columns: [email]}
  public.orders.orders_customer_id_fkey: {type: foreign key, columns: [customer_id], references: public.customers(id)}
publications:
  supabase_realtime: {}
publication_members:
  supabase_realtime.public.orders: {}
"""
