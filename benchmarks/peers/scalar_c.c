/* The common workload in scalar C, written for this job alone: the yardstick of ../../benchmarks/RESULTS.md.

   One replication after another, one person at a time. xoshiro256+ for luck, a ziggurat for normals, hazards and
   ramps by table. What `simulate` adds up is [replications][features][tiers], features as in scalar_c.py. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { TIERS = 4, SELLING = 3, FEATURES = 6, LAYERS = 256, MAX_TENURE = 2048, NEVER = -1 };
enum { HIRES, EXITS, PROMOTIONS, SALES, COMMISSION, HEADCOUNT };

static const double QUOTA[SELLING] = {10.0, 20.0, 35.0}, HAZARD[TIERS] = {0.030, 0.022, 0.015, 0.010};
static const double TALENT_SIGMA = 0.35, NOISE_SIGMA = 0.5, RAMP_SCALE = 4.0, LOW = 0.6, LOW_RATIO = 1.5;
static const int OPENING_TENURE = 36, MIN_IN_GRADE = 12, QUARTER = 3;

/* -- luck ----------------------------------------------------------------------------------------------------- */

static uint64_t luck[4];

static uint64_t rotate(uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

static inline uint64_t bits(void) {
    uint64_t drawn = luck[0] + luck[3], kept = luck[1] << 17;
    luck[2] ^= luck[0], luck[3] ^= luck[1], luck[1] ^= luck[2], luck[0] ^= luck[3];
    luck[2] ^= kept, luck[3] = rotate(luck[3], 45);
    return drawn;
}

static inline double uniform(void) { return (bits() >> 11) * 0x1.0p-53; }

static void seed_luck(uint64_t seed) {
    for (int word = 0; word < 4; word++) { /* splitmix64 */
        uint64_t z = (seed += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        luck[word] = z ^ (z >> 31);
    }
}

/* Marsaglia and Tsang's layers of equal area under the normal density. */
static double edge[LAYERS + 1], height[LAYERS + 1];

static void lay_out_ziggurat(void) {
    const double tail = 3.6541528853610088, area = 0.00492867323399;
    edge[0] = area / exp(-0.5 * tail * tail), edge[1] = tail, edge[LAYERS] = 0.0;
    for (int i = 2; i < LAYERS; i++)
        edge[i] = sqrt(-2.0 * log(area / edge[i - 1] + exp(-0.5 * edge[i - 1] * edge[i - 1])));
    for (int i = 0; i <= LAYERS; i++) height[i] = exp(-0.5 * edge[i] * edge[i]);
}

static double beyond_tail(void) {
    double x, y;
    do x = -log(1.0 - uniform()) / edge[1], y = -log(1.0 - uniform());
    while (2.0 * y < x * x);
    return edge[1] + x;
}

static inline double normal(void) {
    for (;;) {
        uint64_t drawn = bits();
        int layer = drawn & (LAYERS - 1);
        double sign = (drawn & LAYERS) ? -1.0 : 1.0, x = (drawn >> 12) * 0x1.0p-52 * edge[layer];
        if (x < edge[layer + 1]) return sign * x;
        if (layer == 0) return sign * beyond_tail();
        if (height[layer] + (height[layer + 1] - height[layer]) * uniform() < exp(-0.5 * x * x)) return sign * x;
    }
}

/* -- the sales force ------------------------------------------------------------------------------------------ */

typedef struct {
    int start, grade_start, fill_month;
    char is_seated, is_emptied, is_low;
    double talent, quarter;
} Seat;

static double ramp[MAX_TENURE], hazard[TIERS][MAX_TENURE];
static Seat *seats;
static int first[TIERS + 1];

static void enter(Seat *seat, int month, int start, double talent) {
    *seat = (Seat){start, month, NEVER, 1, 0, 0, talent, 0.0};
}

static void open(void) {
    for (int i = 0; i < first[TIERS]; i++) {
        int start = -(int)(OPENING_TENURE * uniform());
        enter(seats + i, start, start, exp(TALENT_SIGMA * normal()));
    }
}

static void start(int month, double sums[FEATURES][TIERS]) {
    for (int tier = 0; tier < TIERS; tier++)
        for (int i = first[tier]; i < first[tier + 1]; i++)
            if (seats[i].fill_month == month) {
                enter(seats + i, month, month, exp(TALENT_SIGMA * normal()));
                sums[HIRES][tier]++;
            }
}

static int successor(int tier, int month) {
    int best = NEVER;
    for (int i = first[tier]; i < first[tier + 1]; i++)
        if (seats[i].is_seated && month - seats[i].grade_start >= MIN_IN_GRADE &&
            (best == NEVER || seats[i].start < seats[best].start))
            best = i;
    return best;
}

static void promote(int month, double sums[FEATURES][TIERS]) {
    for (int tier = TIERS - 1; tier >= 0; tier--)
        for (int i = first[tier]; i < first[tier + 1]; i++) {
            if (!seats[i].is_emptied) continue;
            int below = tier > 0 ? successor(tier - 1, month) : NEVER;
            if (below != NEVER) {
                enter(seats + i, month, seats[below].start, seats[below].talent);
                seats[below].is_seated = 0, seats[below].is_emptied = 1;
                sums[PROMOTIONS][tier]++;
            } else {
                int months = (int)floor(exp(log(2.0) + 0.4 * normal()) + 0.5);
                seats[i].is_emptied = 0, seats[i].fill_month = month + (months < 1 ? 1 : months);
            }
        }
}

static inline double commission(double sales, double quota) {
    double paid = 0.06 * sales;
    if (sales > quota) paid += 0.03 * (sales - quota);
    if (sales > 1.5 * quota) paid += 0.03 * (sales - 1.5 * quota);
    return paid;
}

static void sell_and_pay(int month, double sums[FEATURES][TIERS]) {
    for (int tier = 0; tier < TIERS; tier++) {
        double people = 0.0, booked = 0.0, paid = 0.0;
        for (Seat *seat = seats + first[tier]; seat < seats + first[tier + 1]; seat++) {
            people += seat->is_seated;
            if (tier >= SELLING || !seat->is_seated) continue;
            double quota = QUARTER * QUOTA[tier], before = seat->quarter;
            double sold = QUOTA[tier] * ramp[month - seat->start] * seat->talent * exp(NOISE_SIGMA * normal());
            seat->quarter += sold, booked += sold;
            paid += commission(seat->quarter, quota) - commission(before, quota);
        }
        sums[HEADCOUNT][tier] += people, sums[SALES][tier] += booked, sums[COMMISSION][tier] += paid;
    }
}

static void review(void) {
    for (int tier = 0; tier < SELLING; tier++)
        for (Seat *seat = seats + first[tier]; seat < seats + first[tier + 1]; seat++) {
            seat->is_low = seat->quarter < LOW * QUARTER * QUOTA[tier];
            seat->quarter = 0.0;
        }
}

static void leave(int month, double sums[FEATURES][TIERS]) {
    for (int tier = 0; tier < TIERS; tier++)
        for (Seat *seat = seats + first[tier]; seat < seats + first[tier + 1]; seat++) {
            double u = uniform(); /* few lie below the largest hazard */
            if (u >= LOW_RATIO * HAZARD[tier] || !seat->is_seated) continue;
            if (u >= hazard[tier][month - seat->start] * (seat->is_low ? LOW_RATIO : 1.0)) continue;
            seat->is_seated = 0, seat->is_emptied = 1;
            sums[EXITS][tier]++;
        }
}

void simulate(const int *sizes, int n_months, int n_replications, uint64_t seed, double (*sums)[FEATURES][TIERS]) {
    for (int tier = 0; tier < TIERS; tier++) first[tier + 1] = first[tier] + sizes[tier];
    for (int a = 0; a < MAX_TENURE; a++) {
        ramp[a] = 1.0 - exp(-a / RAMP_SCALE);
        for (int tier = 0; tier < TIERS; tier++) hazard[tier][a] = HAZARD[tier] * pow(a + 1, -0.3);
    }
    lay_out_ziggurat();
    seed_luck(seed);
    seats = malloc(first[TIERS] * sizeof(Seat));
    for (int r = 0; r < n_replications; r++) {
        open();
        for (int month = 0; month < n_months; month++) {
            start(month, sums[r]);
            promote(month, sums[r]);
            sell_and_pay(month, sums[r]);
            if ((month + 1) % QUARTER == 0) review();
            leave(month, sums[r]);
        }
    }
    free(seats);
}
