-- Makes the link that opens one sale in a merchant's portal, for a ticket's QR or a mail. PostgreSQL 14 or newer, no extension.
--
--   select sign_link('https://factura.tu-comercio.mx', :'link_secret', 'tu-portal', 'src_…', folio, date => '2026-11-20T18:32:00-06:00',
--                    total => '348.00', forma_pago => '01') from ticket;
--
-- Only where customers cannot read the secret. In a UTF-8 database.

create or replace function hmac_sha256(key bytea, message bytea) returns bytea
  language sql immutable strict parallel safe
return (
  with block as (
    select case when length(key) > 64 then sha256(key) else key end as short
  ), padded as (
    select short || decode(repeat('00', 64 - length(short)), 'hex') as bytes from block
  ), pads as (
    select
      string_agg(set_byte('\x00'::bytea, 0, get_byte(bytes, i) # 54), ''::bytea order by i) as inner_pad,
      string_agg(set_byte('\x00'::bytea, 0, get_byte(bytes, i) # 92), ''::bytea order by i) as outer_pad
    from padded, generate_series(0, 63) as i
  )
  select sha256(outer_pad || sha256(inner_pad || message)) from pads
);

-- RFC 3986, over UTF-8.
create or replace function percent_encoded(value text) returns text
  language sql immutable strict parallel safe
return (
  select coalesce(string_agg(
    case when position(chr(byte) in 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~') > 0 then chr(byte)
      else '%' || upper(lpad(to_hex(byte), 2, '0')) end, '' order by i), '')
  from convert_to(value, 'UTF8') as bytes, generate_series(0, length(bytes) - 1) as i, get_byte(bytes, i) as byte
);

-- RFC 3339 with its offset, of a day that is in the calendar.
create or replace function is_instant(value text) returns boolean
  language sql immutable strict parallel safe
return (
  case
    when value !~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$'
      then false
    else substr(value, 9, 2)::int between 1 and
      extract(day from make_date(substr(value, 1, 4)::int, substr(value, 6, 2)::int, 1) + interval '1 month' - interval '1 day')
  end
);

-- Why the server could not use it; null when it can.
create or replace function sale_fault(slug text, source text, folio text, date text, total text, forma_pago text) returns text
  language sql immutable strict parallel safe
return (
  case
    when slug || source || folio || date || total || forma_pago ~ '[\u0001-\u001f\u007f-\u009f]' then 'a value has a control character'
    when '' in (btrim(slug), btrim(source), btrim(folio)) then 'slug, source or folio is empty'
    -- In units of UTF-16: an emoji is two.
    when length(folio) + length(regexp_replace(folio, '[\u0001-\uffff]', '', 'g')) > 100 then 'folio is longer than 100 characters'
    when (date = '') <> (total = '') then 'date and total go together'
    when date <> '' and not is_instant(date) then 'date is not like 2026-11-20T18:32:00-06:00'
    when total <> '' and total !~ '^(?=.*[1-9])[0-9]{1,15}(\.[0-9]{1,2})?$' then 'total is not like 1250.50, above zero'
    when forma_pago <> '' and forma_pago !~ '^[0-9]{2}$' then 'forma_pago is not two digits'
  end
);

-- The link. `date` and `total` together, and only where it is to make the sale; `forma_pago` may be left out: the source's default says it.
-- Raises 22023 for a sale that Autofactura could not use, before anybody prints it.
create or replace function sign_link(
  base text, secret text, slug text, source text, folio text, date text default '', total text default '', forma_pago text default ''
) returns text
  language plpgsql immutable parallel safe
as $$
declare
  message text := concat_ws(E'\n', 'autofactura-link-v1', slug, source, folio, coalesce(date, ''), coalesce(total, ''), coalesce(forma_pago, ''));
  fault text := sale_fault(coalesce(slug, ''), coalesce(source, ''), coalesce(folio, ''), coalesce(date, ''), coalesce(total, ''), coalesce(forma_pago, ''));
  sig text;
begin
  if fault is not null then
    raise exception '%', fault using errcode = '22023';
  end if;
  sig := left(encode(hmac_sha256(convert_to(secret, 'UTF8'), convert_to(message, 'UTF8')), 'hex'), 32);
  return rtrim(base, '/') || '/' || slug || '?source=' || percent_encoded(source) || '&folio=' || percent_encoded(folio)
    || coalesce('&date=' || percent_encoded(nullif(date, '')), '')
    || coalesce('&total=' || percent_encoded(nullif(total, '')), '')
    || coalesce('&formaPago=' || percent_encoded(nullif(forma_pago, '')), '')
    || '&sig=' || sig;
end
$$;
