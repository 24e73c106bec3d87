DROP FUNCTION ledger_faults();
DROP FUNCTION order_faults();
DROP FUNCTION payment_faults();
DROP FUNCTION line_faults();
DROP FUNCTION stock_faults();
DROP FUNCTION breaches(breach[]);
DROP TYPE breach;
