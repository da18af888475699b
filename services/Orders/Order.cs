using System.Collections.Immutable;
using Contracts;
using ServiceDefaults;
using Streams;

namespace Orders;

/// <summary>
/// What can happen to an order. The names and fields of these records are the storage format: add optional fields only.
/// What was heard from other services is kept as it was heard.
/// </summary>
internal abstract record OrderEvent
{
    private OrderEvent() { }

    /// <summary>
    /// <c>PromisedDeliveryDate</c> is the merchant's own text, a date or a date-time.
    /// <c>TrackingSecret</c> is the random part of the tracking token.
    /// </summary>
    public sealed record Placed : OrderEvent
    {
        public required string OrderNumber { get; init; }
        public required DateTimeOffset PlacedAt { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public string? PromisedDeliveryDate { get; init; }
        public required OrderCustomer Customer { get; init; }
        public required Address ShippingAddress { get; init; }
        [Impersonal]
        public Address? ShipFrom { get; init; }
        public required IReadOnlyList<OrderItem> Items { get; init; }
        public Money? ShippingPrice { get; init; }
        public required IReadOnlyList<OrderPayment> Payments { get; init; }
        public required Money Total { get; init; }
        public required string TrackingSecret { get; init; }

        /// <summary>Under whose key the personal parts are sealed; null: of a time before they were.</summary>
        public Guid? PersonId { get; init; }
    }

    public sealed record Confirmed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Packed(DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record Cancelled(string Reason, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>One event is one message at most: a cancellation's goes to services, this one's to customers.</summary>
    public sealed record MilestoneReached(string Milestone, DateTimeOffset OccurredAt, string? Reason) : OrderEvent;

    public sealed record ShipmentRegistered(Contracts.ShipmentRegistered Heard) : OrderEvent;

    public sealed record ShipmentCorrected(Contracts.ShipmentCorrected Heard) : OrderEvent;

    /// <summary>Without its scan or milestone where that was known. At a milestone also whose parcel it was.</summary>
    public sealed record ShipmentProgressed(
        Contracts.ShipmentProgressed Heard, string? Carrier = null, string? TrackingNumber = null) : OrderEvent;

    public sealed record ShipmentInstructed(Contracts.ShipmentInstructed Heard) : OrderEvent;

    public sealed record ShipmentRemapped(Contracts.ShipmentRemapped Heard) : OrderEvent;

    public sealed record PaymentProgressed(Contracts.PaymentProgressed Heard) : OrderEvent;

    public sealed record NotificationSettled(Contracts.NotificationSettled Heard) : OrderEvent;

    public sealed record FeedbackGiven(
        int Score, [property: Personal] string? Comment, DateTimeOffset OccurredAt) : OrderEvent;

    public sealed record IssueReported(
        string Kind, [property: Personal] string Message, DateTimeOffset OccurredAt) : OrderEvent;

    /// <summary>The key of the order's person is destroyed: what was sealed under it is gone, here too.</summary>
    public sealed record PersonalDataErased(Guid ErasureId, DateTimeOffset OccurredAt) : OrderEvent;
}

/// <summary>
/// What can be asked of an order, or told to it (Note…: a fact from elsewhere, never refused).
/// <c>OccurredAt</c> is when it happened if that is not <c>Now</c>.
/// </summary>
internal abstract record OrderCommand
{
    private OrderCommand() { }

    public sealed record Place(OrderEvent.Placed Order) : OrderCommand;

    public sealed record Confirm(DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Pack(DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record Cancel(string Reason, DateTimeOffset Now, DateTimeOffset? OccurredAt = null) : OrderCommand;

    public sealed record NoteShipmentRegistered(ShipmentRegistered Heard) : OrderCommand;

    public sealed record NoteShipmentCorrected(ShipmentCorrected Heard) : OrderCommand;

    public sealed record NoteShipmentProgress(ShipmentProgressed Heard) : OrderCommand;

    public sealed record NoteShipmentInstructed(ShipmentInstructed Heard) : OrderCommand;

    public sealed record NoteShipmentRemapped(ShipmentRemapped Heard) : OrderCommand;

    public sealed record NotePayment(PaymentProgressed Heard) : OrderCommand;

    public sealed record NoteNotification(NotificationSettled Heard) : OrderCommand;

    public sealed record GiveFeedback(
        int Score, [property: Personal] string? Comment, DateTimeOffset OccurredAt) : OrderCommand;

    public sealed record ReportIssue(
        string Kind, [property: Personal] string Message, DateTimeOffset OccurredAt) : OrderCommand;

    public sealed record NoteErased(Guid ErasureId, DateTimeOffset OccurredAt) : OrderCommand;
}

internal sealed record OrderState
{
    public static readonly OrderState Initial = new();

    public OrderEvent.Placed? Placed { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }
    public DateTimeOffset? PackedAt { get; init; }
    public OrderEvent.Cancelled? Cancelled { get; init; }
    public ImmutableDictionary<Guid, Parcel> Parcels { get; init; } = ImmutableDictionary<Guid, Parcel>.Empty;
    public ImmutableDictionary<Guid, Payment> Payments { get; init; } =
        ImmutableDictionary<Guid, Payment>.Empty;
    public ImmutableHashSet<(Guid Id, string State)> Notifications { get; init; } = [];
    public OrderEvent.FeedbackGiven? Feedback { get; init; }
    public ImmutableHashSet<(string Kind, string Message)> Issues { get; init; } = [];
    public ImmutableHashSet<Guid> Erasures { get; init; } = [];

    /// <summary>A parcel may be heard of before its registration is: it is then known by its id only.</summary>
    public Parcel Parcel(Guid id) => Parcels.TryGetValue(id, out var known) ? known : new(id);

    public Payment Payment(Guid id) => Payments.TryGetValue(id, out var known) ? known : new(id);
}

/// <summary>A shipment as its order knows it. Versions are the shipment's own: the newest heard counts.</summary>
internal sealed record Parcel(Guid Id)
{
    public ShipmentRegistered? Registration { get; init; }
    public ShipmentCorrected? Correction { get; init; }
    public ShipmentProgressed? Progress { get; init; }
    public ShipmentProgressed? FirstEstimate { get; init; }
    public ImmutableHashSet<string> Scans { get; init; } = [];
    public ImmutableHashSet<long> Remaps { get; init; } = [];

    public ImmutableHashSet<(string Milestone, int Repeat)> Milestones { get; init; } = [];
    public ImmutableHashSet<long> Corrections { get; init; } = [];
    public ImmutableSortedDictionary<long, ShipmentInstructed> Instructions { get; init; } =
        ImmutableSortedDictionary<long, ShipmentInstructed>.Empty;

    /// <summary>The own one first; null where they never changed.</summary>
    public IReadOnlyList<ShipmentNumber>? Numbers => Correction?.Numbers;

    public string? Carrier => Numbers is [var own, ..] ? own.Carrier
        : Correction is null ? Registration?.Carrier : Correction.Carrier;
    public string? TrackingNumber => Numbers is [var own, ..] ? own.TrackingNumber
        : Correction is null ? Registration?.TrackingNumber : Correction.TrackingNumber;
    public string? CarrierUrl => Numbers is [var own, ..] ? own.CarrierUrl
        : Correction is null ? Registration?.CarrierUrl : Correction.CarrierUrl;
    public string Status => Progress?.Standing.Status ?? "pending";
    public string Leg => Progress?.Standing.Leg ?? "forward";
}

/// <summary>A payment as its order knows it: what was asked for, and the newest that was heard.</summary>
internal sealed record Payment(Guid Id)
{
    public OrderPayment? Asked { get; init; }
    public PaymentProgressed? Progress { get; init; }
    public ImmutableHashSet<long> Versions { get; init; } = [];
}

internal static class Order
{
    internal static readonly StreamKind<OrderState, OrderEvent> Stream = new("order", OrderState.Initial, Evolve);

    internal static OrderState Evolve(OrderState state, OrderEvent happened) => happened switch
    {
        OrderEvent.Placed e => state with
        {
            Placed = e,
            Payments = e.Payments.Aggregate(state.Payments, (all, asked) =>
                all.SetItem(asked.PaymentId, state.Payment(asked.PaymentId) with { Asked = asked })),
        },
        OrderEvent.Confirmed e => state with { ConfirmedAt = e.OccurredAt },
        OrderEvent.Packed e => state with { PackedAt = e.OccurredAt },
        OrderEvent.Cancelled e => state with { Cancelled = e },
        OrderEvent.ShipmentRegistered { Heard: var heard } =>
            With(state, state.Parcel(heard.ShipmentId) with { Registration = heard }),
        OrderEvent.ShipmentCorrected { Heard: var heard } =>
            With(state, Evolve(state.Parcel(heard.ShipmentId), heard)),
        OrderEvent.ShipmentProgressed { Heard: var heard } =>
            With(state, Evolve(state.Parcel(heard.ShipmentId), heard)),
        OrderEvent.ShipmentInstructed { Heard: var heard } =>
            With(state, Evolve(state.Parcel(heard.ShipmentId), heard)),
        OrderEvent.ShipmentRemapped { Heard: var heard } =>
            With(state, Evolve(state.Parcel(heard.ShipmentId), heard)),
        OrderEvent.PaymentProgressed { Heard: var heard } => With(state, Evolve(state.Payment(heard.PaymentId), heard)),
        OrderEvent.NotificationSettled { Heard: var heard } =>
            state with { Notifications = state.Notifications.Add((heard.NotificationId, heard.State)) },
        OrderEvent.FeedbackGiven e => state with { Feedback = e },
        OrderEvent.IssueReported e => state with { Issues = state.Issues.Add((e.Kind, e.Message)) },
        OrderEvent.PersonalDataErased e => state with { Erasures = state.Erasures.Add(e.ErasureId) },
        _ => state,
    };

    /// <exception cref="ProblemException">Nothing was placed: a wrong id, or a bug of whoever tells of it.</exception>
    /// <exception cref="RuleViolation">order_number_taken, order_cancelled, already_delivered, before_order</exception>
    internal static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand command) => command switch
    {
        OrderCommand.Place c => Decide(state, c),
        _ when state.Placed is null => throw ProblemException.NotFound("order"),
        OrderCommand.Confirm c => Decide(state, c),
        OrderCommand.Pack c => Decide(state, c),
        OrderCommand.Cancel c => Decide(state, c),
        OrderCommand.NoteShipmentRegistered { Heard: var heard } => Decide(state, heard),
        OrderCommand.NoteShipmentCorrected { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Corrections.Contains(heard.Version),
            new OrderEvent.ShipmentCorrected(heard)),
        OrderCommand.NoteShipmentProgress { Heard: var heard } => Decide(state.Parcel(heard.ShipmentId), heard),
        OrderCommand.NoteShipmentInstructed { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Instructions.ContainsKey(heard.Version),
            new OrderEvent.ShipmentInstructed(heard)),
        OrderCommand.NoteShipmentRemapped { Heard: var heard } => Unless(
            state.Parcel(heard.ShipmentId).Remaps.Contains(heard.Version),
            new OrderEvent.ShipmentRemapped(heard)),
        OrderCommand.NotePayment { Heard: var heard } => Unless(
            state.Payment(heard.PaymentId).Versions.Contains(heard.Version),
            new OrderEvent.PaymentProgressed(heard)),
        OrderCommand.NoteNotification { Heard: var heard } => Unless(
            state.Notifications.Contains((heard.NotificationId, heard.State)),
            new OrderEvent.NotificationSettled(heard)),
        OrderCommand.GiveFeedback c => Unless(
            state.Feedback is { } last && (last.Score, last.Comment) == (c.Score, c.Comment),
            new OrderEvent.FeedbackGiven(c.Score, c.Comment, c.OccurredAt)),
        OrderCommand.ReportIssue c => Unless(
            state.Issues.Contains((c.Kind, c.Message)),
            new OrderEvent.IssueReported(c.Kind, c.Message, c.OccurredAt)),
        OrderCommand.NoteErased c => Unless(
            state.Erasures.Contains(c.ErasureId), new OrderEvent.PersonalDataErased(c.ErasureId, c.OccurredAt)),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "There is no such command."),
    };

    /// <summary>The secret tells a request that repeats itself from another order under the same number.</summary>
    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Place command) => state.Placed switch
    {
        null => [command.Order],
        { } known when known.TrackingSecret == command.Order.TrackingSecret => [],
        { } known => throw new RuleViolation("order_number_taken", $"There is already an order {known.OrderNumber}."),
    };

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Confirm command)
    {
        if (state.ConfirmedAt is not null)
            return [];
        RefuseWhenCancelled(state);
        return [new OrderEvent.Confirmed(When(state, command.Now, command.OccurredAt))];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Pack command)
    {
        if (state.PackedAt is not null)
            return [];
        RefuseWhenCancelled(state);
        var at = When(state, command.Now, command.OccurredAt);
        return [.. ConfirmedBy(state, at), new OrderEvent.Packed(at)];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, OrderCommand.Cancel command)
    {
        if (state.Cancelled is not null)
            return [];
        if (OrderStatus.Of(state) == OrderStatus.Delivered)
            throw new RuleViolation("already_delivered", "Everything is delivered: it can only be returned now.");
        var at = When(state, command.Now, command.OccurredAt);
        return
        [
            new OrderEvent.Cancelled(command.Reason, at),
            new OrderEvent.MilestoneReached("cancelled", at, command.Reason),
        ];
    }

    private static IReadOnlyList<OrderEvent> Decide(OrderState state, ShipmentRegistered heard) =>
        state.Parcel(heard.ShipmentId).Registration is null
            ? [.. ConfirmedBy(state, heard.RegisteredAt), new OrderEvent.ShipmentRegistered(heard)]
            : [];

    /// <summary>A standing older than the one known is no news by itself, its scan or milestone is.</summary>
    private static IReadOnlyList<OrderEvent> Decide(Parcel parcel, ShipmentProgressed heard)
    {
        var scan = heard.Scan is { } made && !parcel.Scans.Contains(made.Id) ? made : null;
        var milestone = heard.Milestone is { } reached && !parcel.Milestones.Contains((reached, heard.Repeat ?? 0))
            ? reached : null;
        if (scan is null && milestone is null && heard.Version <= parcel.Progress?.Version)
            return [];
        var news = heard with { Scan = scan, Milestone = milestone };
        return
        [
            milestone is null
                ? new OrderEvent.ShipmentProgressed(news)
                : new OrderEvent.ShipmentProgressed(news, parcel.Carrier, parcel.TrackingNumber),
        ];
    }

    private static Parcel Evolve(Parcel parcel, ShipmentCorrected heard) => parcel with
    {
        Correction = heard.Version > (parcel.Correction?.Version ?? 0) ? heard : parcel.Correction,
        Corrections = parcel.Corrections.Add(heard.Version),
        Progress = heard.Standing is null || heard.Version <= parcel.Progress?.Version ? parcel.Progress
            : (parcel.Progress ?? Unheard(heard)) with { Version = heard.Version, Standing = heard.Standing },
    };

    private static ShipmentProgressed Unheard(ShipmentCorrected heard) => new()
    {
        MerchantId = heard.MerchantId,
        ShipmentId = heard.ShipmentId,
        OrderId = heard.OrderId,
        Version = heard.Version,
        Standing = heard.Standing!,
        OccurredAt = heard.CorrectedAt,
    };

    private static Parcel Evolve(Parcel parcel, ShipmentInstructed heard) =>
        parcel with { Instructions = parcel.Instructions.SetItem(heard.Version, heard) };

    private static Parcel Evolve(Parcel parcel, ShipmentProgressed heard) => parcel with
    {
        Progress = heard.Version > (parcel.Progress?.Version ?? 0) ? heard : parcel.Progress,
        FirstEstimate = heard.Standing.EstimatedDelivery is null || heard.Version > parcel.FirstEstimate?.Version
            ? parcel.FirstEstimate
            : heard,
        Scans = heard.Scan is null ? parcel.Scans : parcel.Scans.Add(heard.Scan.Id),
        Milestones = heard.Milestone is null ? parcel.Milestones
            : parcel.Milestones.Add((heard.Milestone, heard.Repeat ?? 0)),
    };

    private static Parcel Evolve(Parcel parcel, ShipmentRemapped heard) => parcel with
    {
        Progress = heard.Version <= parcel.Progress?.Version ? parcel.Progress
            : (parcel.Progress ?? Unheard(heard)) with { Version = heard.Version, Standing = heard.Standing },
        Remaps = parcel.Remaps.Add(heard.Version),
    };

    private static ShipmentProgressed Unheard(ShipmentRemapped heard) => new()
    {
        MerchantId = heard.MerchantId,
        ShipmentId = heard.ShipmentId,
        OrderId = heard.OrderId,
        Version = heard.Version,
        Standing = heard.Standing,
        OccurredAt = heard.RemappedAt,
    };

    private static Payment Evolve(Payment payment, PaymentProgressed heard) => payment with
    {
        Progress = heard.Version > (payment.Progress?.Version ?? 0) ? heard : payment.Progress,
        Versions = payment.Versions.Add(heard.Version),
    };

    private static OrderState With(OrderState state, Parcel parcel) =>
        state with { Parcels = state.Parcels.SetItem(parcel.Id, parcel) };

    private static OrderState With(OrderState state, Payment payment) =>
        state with { Payments = state.Payments.SetItem(payment.Id, payment) };

    private static IReadOnlyList<OrderEvent> Unless(bool known, OrderEvent news) => known ? [] : [news];

    /// <summary>Packing or shipping an order says that it is confirmed.</summary>
    private static IEnumerable<OrderEvent> ConfirmedBy(OrderState state, DateTimeOffset at) =>
        state.ConfirmedAt is null && state.Cancelled is null ? [new OrderEvent.Confirmed(at)] : [];

    private static void RefuseWhenCancelled(OrderState state)
    {
        if (state.Cancelled is not null)
            throw new RuleViolation("order_cancelled", "The order is cancelled.");
    }

    /// <summary>The storefront's clock may be a little ahead of ours: "now" is then the moment of the order.</summary>
    private static DateTimeOffset When(OrderState state, DateTimeOffset now, DateTimeOffset? occurredAt)
    {
        var placedAt = state.Placed!.PlacedAt;
        if (occurredAt < placedAt)
            throw new RuleViolation("before_order", $"The order was placed later than that, at {placedAt:O}.");
        return occurredAt ?? (now < placedAt ? placedAt : now);
    }
}
