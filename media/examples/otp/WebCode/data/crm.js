/** Made up. Passwords are SHA-256 of “jade” and “onyx”. */
export const salesPersons = [
  {
    userId: 1,
    firstname: 'Ada',
    lastname: 'Quill',
    password: '5db6810e7cf9ff073c275265cfed5712b136fee26d7281715196e55f36f00279',
  },
  {
    userId: 2,
    firstname: 'Ben',
    lastname: 'Oru',
    password: '1c5483264189feefd17a23c6a2da7b2b14946b09774df2779aa071eaf03c9a0d',
  },
];

export const customers = [
  { name: 'Alder & Sons', salesPerson: 1, totalPurchase: 900 },
  { name: 'Birch Ltd', salesPerson: 1, totalPurchase: 12_000 },
  { name: 'Cedar House', salesPerson: 1, totalPurchase: 4_500 },
  { name: 'Dogwood Works', salesPerson: 1, totalPurchase: 7_250 },
  { name: 'Elm Street', salesPerson: 2, totalPurchase: 99_000 },
];
