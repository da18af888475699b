using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Contracts;

namespace Payments;

/// <summary>A capture or refund asked of the provider. <c>Status</c>: pending, succeeded, refused.</summary>
internal sealed record MoneyMove(
    Guid Id, Money Amount, string Status, string? Reason, DateTimeOffset RequestedAt, DateTimeOffset? SettledAt)
{
    [JsonIgnore]
    public bool IsPending => Status == "pending";

    public static MoneyMove Asked(Guid id, Money amount, string? reason, DateTimeOffset at) =>
        new(id, amount, "pending", reason, at, SettledAt: null);
}

internal static class MoneyMoves
{
    /// <summary>
    /// The request has come to its end. Had it been taken for settled by a fact that named none, that fact was about
    /// another one over the same amount.
    /// </summary>
    public static ImmutableList<MoneyMove> Settled(
        this ImmutableList<MoneyMove> moves, Guid? id, string status, DateTimeOffset at, string? reason = null)
    {
        if (moves.Find(m => m.Id == id) is not { } move)
            return moves;
        var settled = moves.Replace(
            move, move with { Status = status, SettledAt = at, Reason = reason ?? move.Reason });
        return move.Status != "succeeded" ? settled
            : settled.Settled(settled.Answered(requestId: null, move.Amount), "succeeded", at);
    }

    /// <summary>It was on its way or thought done, and has failed in the end.</summary>
    public static ImmutableList<MoneyMove> Returned(
        this ImmutableList<MoneyMove> moves, Guid? id, DateTimeOffset at, string reason) =>
        moves.Find(m => m.Id == id) is not { } move ? moves
            : moves.Replace(move, move with { Status = "refused", SettledAt = at, Reason = reason });

    /// <summary>Which request a fact answers: the one it names, else the oldest over the same amount.</summary>
    public static Guid? Answered(this ImmutableList<MoneyMove> moves, Guid? requestId, Money amount) =>
        moves.Exists(m => m.Id == requestId) ? requestId
            : moves.Find(m => m.IsPending && m.Amount.Amount == amount.Amount)?.Id;

    public static bool AnyPending(this ImmutableList<MoneyMove> moves) => moves.Exists(m => m.IsPending);

    public static bool CanBeRefused(this ImmutableList<MoneyMove> moves, Guid id) =>
        moves.Exists(m => m.Id == id && m.Status != "refused");

    public static decimal PendingSum(this ImmutableList<MoneyMove> moves) =>
        moves.Where(m => m.IsPending).Sum(m => m.Amount.Amount);
}
