import { describe, expect, it } from 'vitest';
import {
  FREELANCER,
  fold,
  line,
  linesOf,
  order,
  paid,
  RESTAURANT,
  refund,
  SHOPIFY,
  saleOf,
  WOO,
} from './fold-orders.ts';

describe('a refund', () => {
  it('has no effect before its order, and counts once that arrives', () => {
    expect(fold('stripe', [refund('100.00'), paid('card')])).toEqual({ kind: 'nothing' });
    expect(saleOf('stripe', [refund('100.00'), paid('card'), order({})]).total).toBe('248.00');
  });

  it('removes the returned units from their line, with their share of its discount', () => {
    const back = refund('170.10', { lines: [{ key: 'l1', cantidad: '1', importe: '170.10' }] });
    expect(linesOf('shopify', [SHOPIFY, back])).toEqual([
      '1 Café en grano 500 g 189.00 −18.90',
      '1 Taza de cerámica 149.00 −14.90',
      '1 Envío nacional 99.00',
    ]);
    expect(saleOf('shopify', [SHOPIFY, back]).total).toBe('403.20');
  });

  it('removes the whole line if all of it was returned', () => {
    const back = refund('134.10', { lines: [{ key: 'l2', cantidad: '1', importe: '134.10' }] });
    expect(linesOf('shopify', [SHOPIFY, back])).toEqual([
      '2 Café en grano 500 g 189.00 −37.80',
      '1 Envío nacional 99.00',
    ]);
    const unsaid = refund('134.10', { lines: [{ key: 'l2', importe: '134.10' }] });
    expect(linesOf('shopify', [SHOPIFY, unsaid])).toHaveLength(2);
  });

  it('counts once if two lines have one key', () => {
    const pair = { cantidad: '2' };
    const twins = order({
      total: '400.00',
      lines: [line('t', 'Roja', '100.00', pair), line('t', 'Azul', '100.00', pair)],
    });
    const pieces = refund('100.00', { lines: [{ key: 't', cantidad: '1', importe: '100.00' }] });
    const money = refund('250.00', { lines: [{ key: 't', importe: '250.00' }] });
    expect(linesOf('shopify', [twins, pieces])).toEqual(['1 Roja 100.00', '2 Azul 100.00']);
    expect(linesOf('shopify', [twins, money])).toEqual(['2 Azul 100.00 −50.00']);
  });

  it('is a discount on its line if less was refunded than it cost', () => {
    const back = refund('100.00', { lines: [{ key: 'l2', cantidad: '1', importe: '100.00' }] });
    expect(linesOf('shopify', [SHOPIFY, back])).toContain('1 Taza de cerámica 149.00 −114.90');
  });

  it('beyond its lines is a discount on the whole', () => {
    const back = refund('233.10', { lines: [{ key: 'l2', cantidad: '1', importe: '134.10' }] });
    expect(saleOf('shopify', [SHOPIFY, back])).toMatchObject({ total: '340.20', descuento: '99.00' });
  });

  it('of one of two lines with added taxes leaves the other with its taxes', () => {
    const back = refund('200.00', { lines: [{ key: '11', cantidad: '1', importe: '172.41' }] });
    expect(saleOf('woocommerce', [WOO, back])).toMatchObject({ total: '899.98' });
    expect(linesOf('woocommerce', [WOO, back])[0]).toBe('2 Instalación por hora 172.41');
  });

  it('without lines is a discount on the whole, with taxes included or not as the prices are', () => {
    expect(saleOf('shopify', [SHOPIFY, refund('73.30')])).toMatchObject({ total: '500.00', descuento: '73.30' });
    const { descuento } = saleOf('woocommerce', [WOO, refund('116.00')]);
    expect(Number(descuento)).toBeCloseTo(100, 1);
  });

  it('of a sale without lines reduces its single line', () => {
    expect(linesOf('stripe', [FREELANCER, refund('1600.00')])).toEqual(['1 Compra pi-77 10000.00']);
  });

  it('counts once, in its latest version; a failed one never counts', () => {
    const two = [refund('40.00'), refund('50.00', { refundKey: 're_2' }), refund('40.00')];
    expect(saleOf('stripe', [FREELANCER, ...two]).total).toBe('11510.00');
    expect(saleOf('stripe', [FREELANCER, ...two, refund('40.00', { version: 2, estado: 'failed' })]).total).toBe(
      '11550.00',
    );
    expect(saleOf('stripe', [FREELANCER, refund('60.00', { version: 2 }), ...two]).total).toBe('11490.00');
  });

  it('of the whole, at once, in parts or with the tip, cancels the sale as it was', () => {
    const all = [refund('400.20'), refund('200.00', { refundKey: 'a' }), refund('200.00', { refundKey: 'b' })];
    const asItWas = { estado: 'cancelada', total: '348.00' };
    expect(saleOf('pull', [RESTAURANT, refund('348.00')])).toMatchObject(asItWas);
    expect(saleOf('pull', [RESTAURANT, ...all.slice(0, 1)])).toMatchObject(asItWas);
    expect(saleOf('pull', [RESTAURANT, ...all.slice(1)])).toMatchObject(asItWas);
    expect(linesOf('pull', [RESTAURANT, refund('348.00')])).toEqual(['2 Desayuno 174.00']);
  });

  it('by a lost dispute cancels it too, and by one that was won does not', () => {
    const dispute = refund('11600.00', { refundKey: 'dp_1' });
    expect(saleOf('stripe', [FREELANCER, dispute]).estado).toBe('cancelada');
    expect(saleOf('stripe', [FREELANCER, dispute, { ...dispute, version: 2, estado: 'failed' }]).estado).toBe('pagada');
  });
});
